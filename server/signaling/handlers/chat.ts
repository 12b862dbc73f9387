import type { ChatMessage } from '../../../protocol/chat.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Ties } from '../../people/Ties.ts';
import { can } from '../../rooms/permissions.ts';
import type { MessageChange, MessagePage, Store } from '../../store/Store.ts';
import { legible } from '../apart.ts';
import type { Handlers } from '../bindRequests.ts';
import type { Session } from '../Session.ts';

type ChatHandlers = {
  [Name in keyof Handlers as Name extends `chat:${string}` ? Name : never]: Handlers[Name];
};

/** What is written in the room. */
export function chatHandlers({ messages }: Store, ties: Ties): ChatHandlers {
  const pageFor = (session: Session, page: MessagePage) => {
    const reader = session.requireSeat().participant.userId;
    return { ...page, messages: page.messages.map((message) => legible(ties, reader, message)) };
  };

  /** Changes a line, and tells the room unless it was so before. */
  async function change(
    session: Session,
    seq: number,
    make: (change: MessageChange) => Promise<ChatMessage>,
  ): Promise<ChatMessage> {
    const { room, participant } = session.requireSeat();
    const message = await make({ roomId: room.info.id, seq, by: participant.person });
    room.repost(message);
    return legible(ties, participant.userId, message);
  }

  return {
    async 'chat:send'(session, { clientMessageId, text, answers }) {
      const { room, participant } = session.requireSeat();
      const { message, isNew } = await messages.add({
        roomId: room.info.id,
        author: participant.person,
        clientMessageId,
        text,
        answers,
      });
      if (isNew) room.post(message);
      const { id, seq, revision, sentAt } = message;
      return { id, seq, revision, sentAt };
    },

    async 'chat:edit'(session, { seq, text }) {
      return await change(session, seq, (which) => messages.edit(which, text));
    },

    async 'chat:delete'(session, { seq }) {
      const { participant } = session.requireSeat();
      return await change(session, seq, (which) =>
        messages.remove(which, can(participant.role, 'chat:moderate')),
      );
    },

    async 'chat:react'(session, { seq, stamp, on }) {
      return await change(session, seq, (which) => messages.react(which, stamp, on));
    },

    async 'chat:before'(session, { seq }) {
      const { room } = session.requireSeat();
      return pageFor(session, await messages.before(room.info.id, seq, limits.chatPage));
    },

    async 'chat:changes'(session, { revision }) {
      const { room } = session.requireSeat();
      return pageFor(session, await messages.changes(room.info.id, revision, limits.chatPage));
    },
  };
}
