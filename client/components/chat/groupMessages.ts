import type { ChatMessage } from '../../../protocol/chat.ts';

/** What stands in the log, from top to bottom. */
export type Entry =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'group'; readonly key: string; readonly messages: [ChatMessage, ...ChatMessage[]] };

const together = 5 * 60_000;

/** Puts lines of one person within five minutes together, with a line for each day and one before the unread. */
export function groupMessages(messages: readonly ChatMessage[], unreadAfter: number | null): Entry[] {
  const entries: Entry[] = [];
  let before: ChatMessage | undefined;
  for (const message of messages) {
    const sameDay =
      before && new Date(before.sentAt).toDateString() === new Date(message.sentAt).toDateString();
    if (!sameDay) entries.push({ kind: 'day', key: `day-${message.seq}`, at: message.sentAt });
    // Places are without gaps.
    if (unreadAfter !== null && message.seq === unreadAfter + 1) {
      entries.push({ kind: 'unread', key: 'unread' });
    }
    const last = entries.at(-1);
    const goesOn =
      last?.kind === 'group' &&
      before?.author.id === message.author.id &&
      message.sentAt - last.messages[0].sentAt < together;
    if (goesOn) last.messages.push(message);
    else entries.push({ kind: 'group', key: `group-${message.seq}`, messages: [message] });
    before = message;
  }
  return entries;
}
