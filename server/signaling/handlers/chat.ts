import type { ChatMessage, chatRequests, Mention } from '../../../protocol/chat.ts';
import type { UserId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Ties } from '../../people/Ties.ts';
import { requireMayWrite, SlowMode } from '../../rooms/chatOrder.ts';
import { can } from '../../rooms/permissions.ts';
import type { Room } from '../../rooms/Room.ts';
import type { MessageChange, Store } from '../../store/Store.ts';
import { legible, pageFor } from '../apart.ts';
import type { Handlers } from '../bindRequests.ts';
import type { Session } from '../Session.ts';

type ChatHandlers = {
  [Name in keyof typeof chatRequests]: Handlers[Name];
};

/** What is written in the room. */
export function chatHandlers({ messages }: Store, ties: Ties): ChatHandlers {
  const slowMode = new SlowMode();
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

  /** Those of these people who are in the room, or wrote there, and whose name can be read in the text. */
  async function named(room: Room, ids: readonly UserId[], text: string): Promise<Mention[]> {
    const wanted = [...new Set(ids)];
    const present = new Map(
      wanted.flatMap((id) => room.find(id)?.person ?? []).map((person) => [person.id, person]),
    );
    const absent = await messages.authors(
      room.info.id,
      wanted.filter((id) => !present.has(id)),
    );
    return [...present.values(), ...absent]
      .filter(({ name }) => text.includes(`@${name}`))
      .map(({ id, name }) => ({ id, name }));
  }

  return {
    async 'chat:send'(session, { clientMessageId, text, answers, mentions }) {
      const { room, participant } = session.requireSeat();
      requireMayWrite(room, participant);
      const giveBack = slowMode.take(room, participant);
      const { message, isNew } = await messages
        .add({
          roomId: room.info.id,
          author: participant.person,
          clientMessageId,
          text,
          answers,
          mentions: await named(room, mentions, text),
        })
        .catch((error: unknown) => {
          giveBack();
          throw error;
        });
      if (isNew) room.post(message);
      const { id, seq, revision, sentAt } = message;
      return { id, seq, revision, sentAt };
    },

    async 'chat:edit'(session, { seq, text, mentions }) {
      const { room, participant } = session.requireSeat();
      requireMayWrite(room, participant);
      const now = await named(room, mentions, text);
      return await change(session, seq, (which) => messages.edit(which, text, now));
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

    async 'chat:pin'(session, { seq, pinned }) {
      return await change(session, seq, (which) => messages.pin(which, pinned));
    },

    async 'chat:before'(session, { seq }) {
      const { room, participant } = session.requireSeat();
      return pageFor(ties, participant.userId, await messages.before(room.info.id, seq, limits.chatPage));
    },

    async 'chat:changes'(session, { revision }) {
      const { room, participant } = session.requireSeat();
      return pageFor(
        ties,
        participant.userId,
        await messages.changes(room.info.id, revision, limits.chatPage),
      );
    },
  };
}
