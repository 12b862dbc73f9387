import { randomUUID } from 'node:crypto';
import { type InterestSlug, NoticeId, type UserId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { NoticeEvent, NoticeKind } from '../../protocol/notices.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { NoticeRecord } from '../store/NoticeStore.ts';

/** Something to tell somebody. */
export interface News {
  readonly kind: NoticeKind;
  /** Null where nobody is to be seen. */
  readonly who: PersonInfo | null;
  readonly room?: RoomInfo;
  readonly interest?: InterestSlug;
  readonly event?: NoticeEvent;
  readonly seq?: number;
  readonly text?: string;
}

const onceLiveMs = 30 * 60_000;
// Of these it does not matter how often.
const uncounted: ReadonlySet<NoticeKind> = new Set([
  'live',
  'friendRequest',
  'friendAccepted',
  'reportActed',
  'reportNothing',
]);

/** What is told of one date once in a life, whenever the server was down. */
const once: ReadonlySet<NoticeKind> = new Set(['eventNew', 'eventDay', 'eventSoon', 'eventLive']);

/** What is the same thing: of one kind, in one room, or by one person where there is no room; of one date of an event. */
export function foldOf({ kind, room, who, event }: News): string {
  if (event) return `${kind} ${event.slug} ${event.date}`;
  return `${kind} ${room?.id ?? who?.id ?? ''}`;
}

/**
 * What becomes of news after what was told of the same thing before; null: nothing new. While that is unread, it is
 * one with it; a room that went live is not told again for half an hour.
 */
export function folded(
  userId: UserId,
  before: NoticeRecord | null,
  news: News,
  now: number,
): NoticeRecord | null {
  const { kind, who, room, interest, event, seq, text = '' } = news;
  if (before && once.has(kind)) return null;
  if (before && kind === 'live' && now - before.at < onceLiveMs) return null;
  const goesOn = before && !before.read;
  return {
    id: goesOn ? before.id : NoticeId.parse(randomUUID()),
    userId,
    fold: foldOf(news),
    kind,
    who,
    roomId: room?.id ?? null,
    interest: interest ?? null,
    event: event ?? null,
    seq: seq ?? null,
    text: beginOf(text),
    count: goesOn && !uncounted.has(kind) ? before.count + 1 : 1,
    at: now,
    read: false,
  };
}

/** The beginning of what was said, as plain words on one line. */
export function beginOf(text: string): string {
  const plain = text
    .replaceAll(/\[([^\]\n]*)\]\([^)\s]*\)/g, '$1')
    .replaceAll(/[*`~]+|^\s*[>#]+/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (plain.length <= limits.noticeText) return plain;
  // Not through the middle of a letter.
  return `${plain.slice(0, limits.noticeText - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
