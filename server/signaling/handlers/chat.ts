import type { ChatMessage, chatRequests } from '../../../protocol/chat.ts';
import { isConversation } from '../../../protocol/isConversation.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Files } from '../../files/Files.ts';
import type { Newcomers } from '../../moderation/Newcomers.ts';
import type { Sanctions } from '../../moderation/Sanctions.ts';
import type { Audience } from '../../people/Audience.ts';
import { legible, pageFor } from '../../people/legible.ts';
import type { Ties } from '../../people/Ties.ts';
import type { LinkPreviews } from '../../previews/LinkPreviews.ts';
import type { Chats } from '../../rooms/Chats.ts';
import { requireMayWrite, SlowMode } from '../../rooms/chatOrder.ts';
import { can } from '../../rooms/permissions.ts';
import type { WordFilter } from '../../rooms/WordFilter.ts';
import type { MessageChange, Store } from '../../store/Store.ts';
import type { Handlers } from '../bindRequests.ts';
import type { ChatPlace, ChatPlaces } from '../ChatPlaces.ts';
import type { Mentionable } from '../Mentionable.ts';

type ChatHandlers = {
  [Name in keyof typeof chatRequests]: Handlers[Name];
};

interface Parts {
  readonly store: Store;
  readonly places: ChatPlaces;
  readonly chats: Chats;
  readonly mentionable: Mentionable;
  readonly audience: Audience;
  readonly sanctions: Sanctions;
  readonly files: Pick<Files, 'dropOf'>;
  readonly previews: LinkPreviews;
  readonly filter: WordFilter;
  readonly newcomers: Newcomers;
  readonly ties: Ties;
}

/** What is written in rooms and conversations. */
export function chatHandlers({
  store,
  places,
  chats,
  mentionable,
  audience,
  sanctions,
  files: carried,
  previews,
  filter,
  newcomers,
  ties,
}: Parts): ChatHandlers {
  const { messages, reading } = store;
  const slowMode = new SlowMode();
  /** Changes a line, and tells everybody unless it was so before. */
  async function change(
    place: ChatPlace,
    seq: number,
    make: (change: MessageChange) => Promise<ChatMessage>,
  ): Promise<ChatMessage> {
    const message = await make({ roomId: place.info.id, seq, by: await place.person() });
    chats.repost(place.info, message);
    return legible(ties, place.userId, message);
  }

  function requireWriter(place: ChatPlace): void {
    requireMayWrite(place);
    audience.requireWriter(place.info, place.userId);
    sanctions.requireNone(place.info.id, 'noChat', place.comer);
  }

  return {
    async 'chat:send'(session, { roomId, clientMessageId, text, answers, mentions: ids, files }) {
      const place = places.of(session, roomId);
      requireWriter(place);
      await newcomers.requireLine({ ...place, text, mentions: ids.length }, clientMessageId);
      await filter.require({ info: place.info, role: place.role, text });
      const giveBack = slowMode.take({ ...place, crowd: place.live?.participants.size ?? 0 });
      const { id: kept } = place.info;
      try {
        const author = await place.person();
        const mentions = await mentionable.named(place, ids, text);
        const draft = {
          roomId: kept,
          author,
          clientMessageId,
          text,
          answers,
          mentions,
          files: [...new Set(files)],
        };
        const { message, isNew } = await messages.add(draft);
        if (isNew) {
          chats.post(place.info, message);
          previews.look(place.info, message);
        }
        const { id, seq, revision, sentAt } = message;
        // Whoever answers in a conversation has read it; in a room they may be further up.
        if (isConversation(place.info)) await reading.save(kept, place.userId, seq);
        return { id, seq, revision, sentAt };
      } catch (error) {
        giveBack();
        throw error;
      }
    },

    async 'chat:edit'(session, { roomId, seq, text, mentions }) {
      const place = places.of(session, roomId);
      requireWriter(place);
      await newcomers.requireModest({ ...place, text, mentions: mentions.length });
      await filter.require({ info: place.info, role: place.role, text });
      const now = await mentionable.named(place, mentions, text);
      return await change(place, seq, (which) => messages.edit(which, text, now));
    },

    async 'chat:delete'(session, { roomId, seq }) {
      const place = places.of(session, roomId);
      const line = await change(place, seq, (which) =>
        messages.remove(which, can(place.role, 'chat:moderate', place.info)),
      );
      await carried.dropOf(place.info.id, seq);
      return line;
    },

    async 'chat:dropPreview'(session, { roomId, seq }) {
      return await change(places.of(session, roomId), seq, (which) => previews.drop(which));
    },

    async 'chat:react'(session, { roomId, seq, stamp, on }) {
      const place = places.of(session, roomId);
      if (on) sanctions.requireNone(place.info.id, 'noChat', place.comer);
      return await change(place, seq, (which) => messages.react(which, stamp, on));
    },

    async 'chat:pin'(session, { roomId, seq, pinned }) {
      const place = places.of(session, roomId);
      return await change(place, seq, (which) => messages.pin(which, pinned));
    },

    async 'chat:before'(session, { roomId, seq }) {
      const { info, userId } = places.of(session, roomId);
      return pageFor(ties, userId, await messages.before(info.id, seq, limits.chatPage));
    },

    async 'chat:changes'(session, { roomId, revision }) {
      const { info, userId } = places.of(session, roomId);
      return pageFor(ties, userId, await messages.changes(info.id, revision, limits.chatPage));
    },
  };
}
