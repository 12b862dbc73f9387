import type { NoticeInfo } from '../protocol/notices.ts';
import type { notices } from './words/en/notices.ts';
import type { Say } from './words.svelte.ts';

/** What the room and the interest go by, where there are any. */
interface Names {
  readonly room: string;
  readonly interest: string | null;
}

const eventWords = {
  eventDay: 'toldEventDay',
  eventSoon: 'toldEventSoon',
  eventLive: 'toldEventLive',
  eventChanged: 'toldEventChanged',
  eventOff: 'toldEventOff',
  eventSeat: 'toldEventSeat',
} as const;

/** What happened, in one sentence. Nothing of a page is needed for it. */
export function noticeSentence(
  { kind, who, count, event }: NoticeInfo,
  { room, interest }: Names,
  say: Say<keyof typeof notices>,
): string {
  const name = who?.name ?? '';
  const title = event?.title ?? room;
  const many = count > 1;
  switch (kind) {
    case 'mention':
      return many ? say('toldMentions', { count, room }) : say('toldMention', { name, room });
    case 'answer':
      return many ? say('toldAnswers', { count, room }) : say('toldAnswer', { name, room });
    case 'line':
    case 'direct':
      return many ? say('toldLines', { count, room }) : say('toldLine', { name, room });
    case 'live':
      if (interest !== null) return say('toldLitInterest', { room, interest });
      return who ? say('toldInRoom', { name, room }) : say('toldLit', { room });
    case 'friendRequest':
      return say('toldAsked', { name });
    case 'friendAccepted':
      return say('toldFriends', { name });
    case 'reportActed':
    case 'reportNothing':
      return say(kind === 'reportActed' ? 'toldReportActed' : 'toldReportNothing');
    case 'ring':
      return many ? say('toldRings', { name, count }) : say('toldRing', { name, room });
    case 'eventNew':
      return say('toldEventNew', { name, title });
    case 'eventStage':
      return say('toldEventStage', { name, title });
    case 'eventDay':
    case 'eventSoon':
    case 'eventLive':
    case 'eventChanged':
    case 'eventOff':
    case 'eventSeat':
      return say(eventWords[kind], { title });
  }
}

/** Where it leads: to the line, into the room, to the person, to the event. */
export function noticeLink({ kind, who, room, seq, event }: NoticeInfo): string {
  if (event) return kind === 'eventLive' && room ? `/r/${room.slug}` : `/e/${event.slug}?date=${event.date}`;
  if (!room) return who ? `/u/${who.id}` : '/inbox';
  if (kind === 'direct') return `/messages/${room.id}`;
  return seq === null ? `/r/${room.slug}` : `/r/${room.slug}?line=${seq}`;
}
