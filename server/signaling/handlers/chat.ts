import { limits } from '../../../protocol/limits.ts';
import type { Store } from '../../store/Store.ts';
import type { Handlers } from '../bindRequests.ts';

type ChatHandlers = Pick<Handlers, 'chat:send' | 'chat:before' | 'chat:since'>;

/** What is written in the room. */
export function chatHandlers(store: Store): ChatHandlers {
  return {
    async 'chat:send'(session, { clientMessageId, text }) {
      const { room, participant } = session.requireSeat();
      const { message, isNew } = await store.messages.add({
        roomId: room.info.id,
        author: participant.person,
        clientMessageId,
        text,
      });
      if (isNew) room.post(message);
      const { id, seq, sentAt } = message;
      return { id, seq, sentAt };
    },

    async 'chat:before'(session, { seq }) {
      const { room } = session.requireSeat();
      return await store.messages.before(room.info.id, seq, limits.chatPage);
    },

    async 'chat:since'(session, { seq }) {
      const { room } = session.requireSeat();
      return await store.messages.since(room.info.id, seq, limits.chatPage);
    },
  };
}
