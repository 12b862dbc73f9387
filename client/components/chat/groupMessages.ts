import type { ChatMessage } from '../../../protocol/chat.ts';

/** What stands in the log, from top to bottom. */
export type Entry =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: string }
  /** Lines that were taken away, one after another. */
  | { readonly kind: 'gone'; readonly key: string; readonly first: number; count: number }
  | { readonly kind: 'group'; readonly key: string; readonly messages: [ChatMessage, ...ChatMessage[]] };

const together = 5 * 60_000;

// One or two are seen as what they are: somebody may look for them.
const fewest = 3;

/** Puts lines of one person within five minutes together, with a line for each day and one before the unread. */
export function groupMessages(messages: readonly ChatMessage[], unreadAfter: number | null): Entry[] {
  const entries: Entry[] = [];
  const runs = runsOfDeleted(messages);
  let before: ChatMessage | undefined;
  for (const message of messages) {
    const sameDay =
      before && new Date(before.sentAt).toDateString() === new Date(message.sentAt).toDateString();
    if (!sameDay) entries.push({ kind: 'day', key: `day-${message.seq}`, at: message.sentAt });
    // Places are without gaps.
    if (unreadAfter !== null && message.seq === unreadAfter + 1) {
      entries.push({ kind: 'unread', key: 'unread' });
    }
    before = message;
    const last = entries.at(-1);
    if (message.deleted && runs.has(message.seq)) {
      if (last?.kind === 'gone') last.count++;
      else entries.push({ kind: 'gone', key: `gone-${message.seq}`, first: message.seq, count: 1 });
      continue;
    }
    const goesOn =
      last?.kind === 'group' &&
      last.messages[0].author.id === message.author.id &&
      message.sentAt - last.messages[0].sentAt < together;
    if (goesOn) last.messages.push(message);
    else entries.push({ kind: 'group', key: `group-${message.seq}`, messages: [message] });
  }
  return entries;
}

/** The places of lines that are among several deleted ones. */
function runsOfDeleted(messages: readonly ChatMessage[]): ReadonlySet<number> {
  const places = new Set<number>();
  let run: number[] = [];
  for (const { deleted, seq } of messages) {
    run = deleted ? [...run, seq] : [];
    if (run.length === fewest) for (const place of run) places.add(place);
    else if (run.length > fewest) places.add(seq);
  }
  return places;
}
