import type { NoticeInfo } from '../protocol/notices.ts';
import type { notices } from './words/en/notices.ts';
import type { Say } from './words.svelte.ts';

/** What the room and the interest go by, where there are any. */
interface Names {
  readonly room: string;
  readonly interest: string | null;
}

/** What happened, in one sentence. Nothing of a page is needed for it. */
export function noticeSentence(
  { kind, who, count }: NoticeInfo,
  { room, interest }: Names,
  say: Say<keyof typeof notices>,
): string {
  const name = who?.name ?? '';
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
  }
}

/** Where it leads: to the line, into the room, to the person. */
export function noticeLink({ kind, who, room, seq }: NoticeInfo): string {
  if (!room) return who ? `/u/${who.id}` : '/inbox';
  if (kind === 'direct') return `/messages/${room.id}`;
  return seq === null ? `/r/${room.slug}` : `/r/${room.slug}?line=${seq}`;
}
