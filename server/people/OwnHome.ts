import type { ChatMessage } from '../../protocol/chat.ts';
import type { KnownRoom, OwnRooms } from '../../protocol/home.ts';
import type { InterestSlug, RoomId, UserId } from '../../protocol/ids.ts';
import { isConversation } from '../../protocol/isConversation.ts';
import { limits } from '../../protocol/limits.ts';
import type { RoomCard, RoomInfo } from '../../protocol/room.ts';
import type { Sanctions } from '../moderation/Sanctions.ts';
import type { Room } from '../rooms/Room.ts';
import type { Store } from '../store/Store.ts';
import type { Audience } from './Audience.ts';
import { beginOf } from './noticeRules.ts';
import type { Ties } from './Ties.ts';

interface Parts {
  readonly store: Pick<Store, 'messages' | 'reading' | 'profiles'>;
  readonly sanctions: Pick<Sanctions, 'isWelcome'>;
  readonly rooms: {
    readonly infos: readonly RoomInfo[];
    info(id: RoomId): RoomInfo | undefined;
    live(id: RoomId): Room | undefined;
    cardOf(room: RoomInfo): RoomCard;
  };
  readonly ties: Ties;
  readonly audience: Pick<Audience, 'mayEnter' | 'isListedFor'>;
}

const mostKnown = 6;
const mostFresh = 6;
const mostUnread = 100;
const freshMs = 14 * 24 * 60 * 60_000;

/** What somebody comes home to: the rooms they know, and new ones they may like. */
export class OwnHome {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async rooms(userId: UserId): Promise<OwnRooms> {
    return { known: await this.#known(userId), fresh: await this.#fresh(userId) };
  }

  async #known(userId: UserId): Promise<KnownRoom[]> {
    const { store, rooms, audience } = this.#parts;
    const read = (await store.reading.rooms(userId)).flatMap(({ roomId, seq }) => {
      const info = rooms.info(roomId);
      return info && !isConversation(info) && audience.mayEnter(info, userId) ? [{ info, seq }] : [];
    });
    const ends = await Promise.all(
      read.map(async (room) => ({
        ...room,
        lastAt: (await store.messages.latest(room.info.id, 1)).messages[0]?.sentAt ?? 0,
      })),
    );
    const known: KnownRoom[] = [];
    for (const { info, seq } of ends.sort((a, b) => b.lastAt - a.lastAt)) {
      if (known.length === mostKnown) break;
      if (this.#parts.sanctions.isWelcome(info.id, userId))
        known.push(await this.#describe(info, userId, seq));
    }
    return known;
  }

  async #describe(info: RoomInfo, userId: UserId, read: number): Promise<KnownRoom> {
    const { store, rooms, ties } = this.#parts;
    const isFor = ({ author, deleted }: ChatMessage) => !deleted && !ties.areApart(userId, author.id);
    const { messages } = await store.messages.after(info.id, read, mostUnread);
    const unread = messages.filter((line) => isFor(line) && line.author.id !== userId);
    const { messages: latest } = await store.messages.latest(info.id, limits.chatPage);
    const last = latest.findLast(isFor);
    return {
      card: rooms.cardOf(info),
      unread: unread.length,
      mentions: unread.filter((line) => line.mentions.some(({ id }) => id === userId)).length,
      last: last ? { name: last.author.name, text: beginOf(last.text) } : null,
    };
  }

  async #fresh(userId: UserId): Promise<RoomCard[]> {
    const { store, rooms, ties, audience } = this.#parts;
    const profile = await store.profiles.find(userId);
    const into = new Set([...(profile?.profile.interests ?? []), ...ties.of(userId, 'interest')]);
    const since = Date.now() - freshMs;
    return rooms.infos
      .filter(
        (info) =>
          info.createdAt > since &&
          info.openedBy.id !== userId &&
          info.interests.some((slug: InterestSlug) => into.has(slug)) &&
          !ties.areApart(userId, info.openedBy.id) &&
          audience.isListedFor(info, userId),
      )
      .sort((a, b) => b.createdAt - a.createdAt)
      .map((info) => rooms.cardOf(info))
      .filter(({ lasting, count }) => lasting || count > 0)
      .slice(0, mostFresh);
  }
}
