import type { chatReadingRequests } from '../../../protocol/chatReading.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Ties } from '../../people/Ties.ts';
import type { Participant } from '../../rooms/Participant.ts';
import type { Store } from '../../store/Store.ts';
import { pageFor } from '../apart.ts';
import type { Handlers } from '../bindRequests.ts';
import type { Sessions } from '../Sessions.ts';

// Two that were sent in time may come closer together.
const leniencyMs = 500;
const half = limits.chatPage / 2;

/** How one finds one's way in what was written. */
export function chatReadingHandlers(
  { messages, reading }: Store,
  sessions: Sessions,
  ties: Ties,
): { [Name in keyof typeof chatReadingRequests]: Handlers[Name] } {
  /** When somebody was last said to be writing. */
  const typed = new WeakMap<Participant, number>();

  return {
    async 'chat:typing'(session) {
      const { room, participant } = session.requireSeat();
      const now = Date.now();
      const tooSoon = now - (typed.get(participant) ?? 0) < limits.typingMs - leniencyMs;
      if (tooSoon || room.participants.size > limits.typingPeople) return null;
      typed.set(participant, now);
      room.emit('typing', participant);
      return null;
    },

    async 'chat:read'(session, { seq }) {
      const { room, participant } = session.requireSeat();
      // Nobody has read what was not said yet.
      const read = Math.min(seq, room.chat.page.messages.at(-1)?.seq ?? 0);
      if (read === 0) return null;
      await reading.save(room.info.id, participant.userId, read);
      for (const other of sessions.all(participant.id)) {
        if (other !== session) other.notify('chat:readUpTo', { seq: read });
      }
      return null;
    },

    async 'chat:search'(session, { text, before = Number.MAX_SAFE_INTEGER }) {
      const { room, participant } = session.requireSeat();
      const found = await messages.search(room.info.id, text, before, limits.foundPage);
      const readable = found.messages.filter(({ author }) => !ties.areApart(participant.userId, author.id));
      return { ...found, messages: readable };
    },

    async 'chat:after'(session, { seq }) {
      const { room, participant } = session.requireSeat();
      return pageFor(ties, participant.userId, await messages.after(room.info.id, seq, limits.chatPage));
    },

    async 'chat:around'(session, { seq }) {
      const { room, participant } = session.requireSeat();
      const before = await messages.before(room.info.id, seq + 1, half);
      const after = await messages.after(room.info.id, seq, half);
      const page = { messages: [...before.messages, ...after.messages], more: before.more };
      return { ...pageFor(ties, participant.userId, page), later: after.more };
    },
  };
}
