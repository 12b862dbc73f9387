import type { ChatLog } from '../../../client/session/ChatLog.svelte.ts';
import type { ChatMessage } from '../../../protocol/chat.ts';
import { UserId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import type { FakeSignaling } from './FakeSignaling.ts';

export const me = UserId.parse('me-me-me-me-me-me');
export const other = UserId.parse('other-other-other');

/** A line of chat. */
export function line(seq: number, author = other): ChatMessage {
  const id = `line-number-${String(seq).padStart(6, '0')}`;
  return {
    id: id as never,
    seq,
    revision: seq,
    author: { id: author, name: 'Somebody', avatar: 'a' },
    text: `line ${seq}`,
    sentAt: seq,
    editedAt: null,
    deleted: false,
    answers: null,
    reactions: [],
    mentions: [],
    pinned: false,
    clientMessageId: id as never,
  };
}
/** Lines one after the other. */
export const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => line(from + n));

/** Answers what readers of a log ask for. */
export function serveLog(signaling: FakeSignaling, written: () => ChatMessage[]): void {
  signaling.replies = {
    'chat:changes': ({ revision }) => {
      const after = written()
        .filter((message) => message.revision > revision)
        .toSorted((a, b) => a.revision - b.revision);
      return { messages: after.slice(0, limits.chatPage), more: after.length > limits.chatPage };
    },
    'chat:before': ({ seq }) => {
      const before = written().filter((message) => message.seq < seq);
      return { messages: before.slice(-limits.chatPage), more: before.length > limits.chatPage };
    },
    'chat:after': ({ seq }) => {
      const after = written().filter((message) => message.seq > seq);
      return { messages: after.slice(0, limits.chatPage), more: after.length > limits.chatPage };
    },
    'chat:around': ({ seq }) => ({
      messages: written().filter((message) => message.seq > seq - 25 && message.seq <= seq + 25),
      more: seq > 25,
      later: (written().at(-1)?.seq ?? 0) > seq + 25,
    }),
  };
}

/** Comes into a room whose chat ends with these. */
export function begin(log: ChatLog, messages: ChatMessage[], more: boolean): void {
  log.begin({ messages, more }, Math.max(0, ...messages.map(({ revision }) => revision)));
}
