import { EventEmitter } from 'node:events';
import type { RoomId, RoomSlug } from '../../protocol/ids.ts';
import { isConversation } from '../../protocol/isConversation.ts';
import { limits } from '../../protocol/limits.ts';
import { type RoomCard, type RoomInfo, RoomSettings } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import { Coalescer } from './Coalescer.ts';
import { onCardChange } from './cards.ts';
import { homeOf } from './permissions.ts';
import type { RoomRegistry } from './RoomRegistry.ts';

interface RoomTreeEvents {
  /** Something is otherwise in a family, named by the room that has the others. */
  changed: [id: RoomId];
}

const intervalMs = 500;

/** Rooms beside rooms: one deep, as people who talk need no more. */
export class RoomTree extends EventEmitter<RoomTreeEvents> {
  readonly #rooms: RoomRegistry;
  readonly #changes = new Coalescer<RoomId>(intervalMs, (id) => this.emit('changed', id));

  constructor(rooms: RoomRegistry) {
    super();
    this.#rooms = rooms;
    rooms.on('opened', (room) => {
      onCardChange(room, () => this.#touch(room.info));
      room.once('closed', () => this.#touch(room.info));
    });
  }

  /** The rooms of a family, the one that has the others first, then the oldest first. */
  family(id: RoomId): RoomInfo[] {
    return this.#rooms.infos
      .filter((info) => homeOf(info) === id)
      .sort((a, b) => Number(b.id === id) - Number(a.id === id) || a.createdAt - b.createdAt);
  }

  cards(id: RoomId): RoomCard[] {
    return this.family(id).map((info) => this.#rooms.cardOf(info));
  }

  /** Opens a room beside another one. Throws `forbidden` in a conversation, `conflict` where there are enough. */
  async open(beside: RoomInfo, { name, lasting }: { name: string; lasting: boolean }): Promise<RoomInfo> {
    if (isConversation(beside)) throw new AppError('forbidden', 'There are no rooms beside a conversation.');
    if (beside.visibility === 'circle') {
      throw new AppError('forbidden', 'There are no rooms beside one that is for a circle.');
    }
    const home = homeOf(beside);
    if (this.family(home).length > limits.roomsBeside) {
      throw new AppError('conflict', 'There are as many rooms beside this one as there can be.');
    }
    const { interests, language, visibility, openedBy, permissions } = beside;
    const settings = RoomSettings.parse({ name, interests, language, visibility, lasting });
    const room = await this.#rooms.create(
      { ...settings, visibility, parentId: home, ...(permissions && { permissions }) },
      openedBy,
    );
    this.#touch(room);
    return room;
  }

  /** A room of the same family. Throws `not_found` for any other. */
  require(beside: RoomInfo, slug: RoomSlug): RoomInfo {
    const found = this.family(homeOf(beside)).find((info) => info.slug === slug);
    if (!found || found.id === beside.id)
      throw new AppError('not_found', 'There is no such room beside this one.');
    return found;
  }

  close(): void {
    this.#changes.close();
  }

  #touch(info: RoomInfo): void {
    const home = homeOf(info);
    if (info.parentId || this.family(home).length > 1) this.#changes.touch(home);
  }
}
