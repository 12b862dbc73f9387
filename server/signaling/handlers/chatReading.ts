import type { chatReadingRequests } from '../../../protocol/chatReading.ts';
import { limits } from '../../../protocol/limits.ts';
import { pageFor } from '../../people/legible.ts';
import type { Notices } from '../../people/Notices.ts';
import type { Ties } from '../../people/Ties.ts';
import type { Chats } from '../../rooms/Chats.ts';
import { Moments } from '../../rooms/Moments.ts';
import type { Store } from '../../store/Store.ts';
import type { Handlers } from '../bindRequests.ts';
import type { ChatPlace, ChatPlaces } from '../ChatPlaces.ts';
import type { ReadTeller } from '../tellRead.ts';

interface Parts {
  readonly store: Store;
  readonly places: ChatPlaces;
  readonly chats: Chats;
  readonly notices: Pick<Notices, 'readChat'>;
  readonly tellRead: ReadTeller;
  readonly ties: Ties;
}

// What is said in time may come closer together.
const leniencyMs = 500;
const half = limits.chatPage / 2;

/** How one finds one's way in what was written. */
export function chatReadingHandlers({
  store: { messages, reading },
  places,
  chats,
  notices,
  tellRead,
  ties,
}: Parts): {
  [Name in keyof typeof chatReadingRequests]: Handlers[Name];
} {
  /** When somebody was last said to be writing. */
  const typed = new Moments();

  /** The last line there is. */
  async function lastSeq({ info, live }: ChatPlace): Promise<number> {
    const page = live ? live.chat.page : await messages.latest(info.id, 1);
    return page.messages.at(-1)?.seq ?? 0;
  }

  return {
    async 'chat:typing'(session, { roomId }) {
      const { info, live, userId } = places.of(session, roomId);
      const key = `${info.id} ${userId}`;
      const now = Date.now();
      const tooSoon = now - (typed.of(key) ?? 0) < limits.typingMs - leniencyMs;
      if (tooSoon || (live?.participants.size ?? 0) > limits.typingPeople) return null;
      typed.set(key, now);
      chats.type(info, userId);
      return null;
    },

    async 'chat:read'(session, { roomId, seq }) {
      const place = places.of(session, roomId);
      // Nobody has read what was not said yet.
      const read = Math.min(seq, await lastSeq(place));
      if (read === 0) return null;
      await reading.save(place.info.id, place.userId, read);
      tellRead(session, place, read);
      await notices.readChat(place.userId, place.info.id, read);
      return null;
    },

    async 'chat:search'(session, { roomId, text, before = Number.MAX_SAFE_INTEGER }) {
      const { info, userId } = places.of(session, roomId);
      const found = await messages.search(info.id, text, before, limits.foundPage);
      const readable = found.messages.filter(({ author }) => !ties.areApart(userId, author.id));
      return { ...found, messages: readable };
    },

    async 'chat:after'(session, { roomId, seq }) {
      const { info, userId } = places.of(session, roomId);
      return pageFor(ties, userId, await messages.after(info.id, seq, limits.chatPage));
    },

    async 'chat:around'(session, { roomId, seq }) {
      const { info, userId } = places.of(session, roomId);
      const before = await messages.before(info.id, seq + 1, half);
      const after = await messages.after(info.id, seq, half);
      const page = { messages: [...before.messages, ...after.messages], more: before.more };
      return { ...pageFor(ties, userId, page), later: after.more };
    },
  };
}
