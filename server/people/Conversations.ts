import { EventEmitter } from 'node:events';
import type { Conversation, OpenConversation } from '../../protocol/conversations.ts';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import { isConversation } from '../../protocol/isConversation.ts';
import { limits } from '../../protocol/limits.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { StageSettings } from '../../protocol/stage.ts';
import { AppError } from '../errors.ts';
import type { Members } from '../rooms/Members.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Store } from '../store/Store.ts';
import type { Audience } from './Audience.ts';
import { legible, pageFor } from './legible.ts';
import type { Ties } from './Ties.ts';

interface Parts {
  readonly store: Pick<Store, 'guests' | 'messages' | 'reading'>;
  readonly rooms: RoomRegistry;
  readonly members: Members;
  readonly audience: Audience;
  readonly ties: Ties;
}

interface ConversationsEvents {
  /** These people's list is another one. */
  changed: [id: RoomId, people: readonly UserId[]];
}

/** Who talks with whom: rooms for two or for a group, of which nobody else knows. */
export class Conversations extends EventEmitter<ConversationsEvents> {
  readonly #parts: Parts;
  /** Being begun: two who write to each other at the same moment meet in one. */
  readonly #beginning = new Map<string, Promise<RoomInfo>>();

  constructor(parts: Parts) {
    super();
    this.#parts = parts;
    parts.rooms.on('opened', (room) => {
      if (!isConversation(room.info)) return;
      const { id } = room.info;
      const changed = () => this.#changed(id);
      room.on('participantJoined', changed).on('participantLeft', changed).on('edited', changed);
      room.on('participantLeft', ({ userId }, reason) => {
        // Put out of the call for good: out of the group.
        const forGood =
          reason === 'removed' && room.sanctions.of({ roomId: id, userId, kind: 'out' })?.until === null;
        // Should the disk fail, the ban keeps them out all the same.
        if (forGood) this.#drop(room.info, userId).catch(() => {});
      });
    });
  }

  /** Somebody's conversations, the one in which something was said last first. */
  async of(userId: UserId): Promise<Conversation[]> {
    const { rooms, members, audience } = this.#parts;
    const infos = members.roomsOf(userId).flatMap((id) => rooms.info(id) ?? []);
    const own = infos.filter((info) => isConversation(info) && audience.mayEnter(info, userId));
    const all = await Promise.all(own.map((info) => this.#describe(info, userId)));
    return all.sort((a, b) => lastAt(b) - lastAt(a));
  }

  /** Throws `not_found`, as all below, for what is no conversation of the asker's. */
  async one(userId: UserId, id: RoomId): Promise<Conversation> {
    return await this.#describe(this.#require(id, userId), userId);
  }

  async open(userId: UserId, id: RoomId): Promise<OpenConversation> {
    const info = this.#require(id, userId);
    const { messages, reading } = this.#parts.store;
    const chatRead = await reading.find(id, userId, limits.unreadMentions);
    const conversation = await this.#describe(info, userId);
    const pins = await messages.pins(id);
    // Read last: what is said from now on is told.
    const latest = await messages.latest(id, limits.chatPage);
    const page = pageFor(this.#parts.ties, userId, latest);
    return {
      conversation,
      messages: page.messages,
      moreMessages: page.more,
      chatRevision: latest.revision,
      pins: pins.map((line) => legible(this.#parts.ties, userId, line)),
      ...(chatRead && { chatRead }),
    };
  }

  /** Begins one with friends; of two there is one only. Throws `forbidden` for who is no friend. */
  async begin(
    by: PersonInfo,
    people: readonly UserId[],
    name: string,
    language: string,
  ): Promise<Conversation> {
    const others = [...new Set(people)].filter((id) => id !== by.id);
    const [other] = others;
    if (other === undefined) throw new AppError('bad_request', 'A conversation takes two.');
    for (const id of others) this.#requireFriends(by.id, id);
    const direct = others.length === 1 && name === '';
    const info = await (direct
      ? this.#direct(by, other, language)
      : this.#create(by, others, { name, language, visibility: 'members' }));
    return await this.#describe(info, by.id);
  }

  async rename(userId: UserId, id: RoomId, name: string): Promise<Conversation> {
    const info = this.#requireGroup(id, userId);
    if (info.openedBy.id !== userId) throw new AppError('forbidden', 'Whoever opened the group names it.');
    const named = await this.#parts.rooms.edit(id, { name });
    this.#changed(id);
    return await this.#describe(named, userId);
  }

  /** Throws `forbidden` for who is no friend, `room_full` for one too many. */
  async add(userId: UserId, id: RoomId, other: UserId): Promise<Conversation> {
    const info = this.#requireGroup(id, userId);
    const { members } = this.#parts;
    if (!members.has(id, other)) {
      this.#requireFriends(userId, other);
      if (members.of(id).length >= limits.conversationPeople) {
        throw new AppError('room_full', 'There is no place for more people in a conversation.');
      }
      await this.#take(id, other);
      this.#changed(id);
    }
    return await this.#describe(info, userId);
  }

  /** Leaves, or takes somebody out of a group that one opened. */
  async remove(userId: UserId, id: RoomId, other: UserId): Promise<void> {
    const info = this.#requireGroup(id, userId);
    if (userId !== other && info.openedBy.id !== userId) {
      throw new AppError('forbidden', 'Whoever opened the group takes people out of it.');
    }
    const live = this.#parts.rooms.live(id);
    const participant = live?.find(other);
    if (participant) live?.remove(participant, userId === other ? 'left' : 'removed');
    await this.#drop(info, other);
  }

  /** Somebody is here no more. */
  async drop(id: RoomId, userId: UserId): Promise<void> {
    const info = this.#parts.rooms.info(id);
    if (info && isConversation(info)) await this.#drop(info, userId);
  }

  /**
   * Somebody belongs to it no longer. The next one keeps what they opened; what nobody belongs to ends, and what was
   * of two.
   */
  async #drop({ id, openedBy, visibility }: RoomInfo, userId: UserId): Promise<void> {
    const { members, rooms, store } = this.#parts;
    if (!members.has(id, userId)) return;
    const before = members.of(id);
    await members.remove(id, userId);
    const [next] = members.of(id);
    if (next === undefined || visibility === 'direct') {
      members.forget(id);
      await rooms.remove(id);
    } else if (openedBy.id === userId) {
      const person = await store.guests.find(next);
      if (person) await rooms.edit(id, { openedBy: person });
    }
    this.emit('changed', id, before);
  }

  async #describe(info: RoomInfo, userId: UserId): Promise<Conversation> {
    const { store, rooms, members, audience, ties } = this.#parts;
    const ids = members.of(info.id);
    const people = await Promise.all(ids.map((id) => store.guests.find(id)));
    const [line] = (await store.messages.latest(info.id, 1)).messages;
    const last = line ? legible(ties, userId, line) : null;
    const read = await store.reading.find(info.id, userId, limits.unreadMentions);
    return {
      room: info,
      people: people.filter((person) => person !== null),
      last,
      unread: Math.max(0, (last?.seq ?? 0) - (read?.seq ?? 0)),
      mentions: read?.mentions.length ?? 0,
      callers: [...(rooms.live(info.id)?.participants.values() ?? [])].map((caller) => caller.userId),
      writable: audience.mayWrite(info, userId),
    };
  }

  async #direct(by: PersonInfo, other: UserId, language: string): Promise<RoomInfo> {
    const { members, rooms } = this.#parts;
    const known = members
      .roomsOf(by.id)
      .filter((id) => members.has(id, other))
      .flatMap((id) => rooms.info(id) ?? [])
      .find(({ visibility }) => visibility === 'direct');
    if (known) return known;
    const pair = [by.id, other].sort().join(' ');
    const beginning =
      this.#beginning.get(pair) ??
      this.#create(by, [other], { name: '', language, visibility: 'direct' }).finally(() =>
        this.#beginning.delete(pair),
      );
    this.#beginning.set(pair, beginning);
    return await beginning;
  }

  async #create(
    by: PersonInfo,
    others: readonly UserId[],
    what: Pick<RoomInfo, 'name' | 'language' | 'visibility'>,
  ): Promise<RoomInfo> {
    const { rooms } = this.#parts;
    const plain = { topic: '', interests: [], lasting: true, music: false, pushToTalk: false } as const;
    const lounge = StageSettings.parse({});
    const info = await rooms.create(
      { ...plain, ...lounge, interests: [], chatMode: 'everyone', slowSeconds: 0, keepDays: 0, ...what },
      by,
    );
    for (const id of [by.id, ...others]) await this.#take(info.id, id);
    this.#changed(info.id);
    return info;
  }

  /** What was said before is there to be read, and not new. */
  async #take(id: RoomId, userId: UserId): Promise<void> {
    const { members, store } = this.#parts;
    await members.add(id, userId);
    const [last] = (await store.messages.latest(id, 1)).messages;
    await store.reading.save(id, userId, last?.seq ?? 0);
  }

  #require(id: RoomId, userId: UserId): RoomInfo {
    const info = this.#parts.rooms.info(id);
    if (!info || !isConversation(info)) throw new AppError('not_found', 'There is no such conversation.');
    this.#parts.audience.require(info, userId);
    return info;
  }

  #requireGroup(id: RoomId, userId: UserId): RoomInfo {
    const info = this.#require(id, userId);
    if (info.visibility === 'direct') throw new AppError('conflict', 'Two who talk stay two.');
    return info;
  }

  #requireFriends(userId: UserId, other: UserId): void {
    if (this.#parts.ties.relation(userId, other).friend !== 'friends') {
      throw new AppError('forbidden', 'That is for friends.');
    }
  }

  #changed(id: RoomId): void {
    this.emit('changed', id, this.#parts.members.of(id));
  }
}

function lastAt({ last, room }: Conversation): number {
  return last?.sentAt ?? room.createdAt;
}
