import type { UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import { AppError } from '../errors.ts';
import type { Members } from '../rooms/Members.ts';
import { randomId } from '../rooms/Participant.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Store } from '../store/Store.ts';
import type { Conversations } from './Conversations.ts';
import type { Erasure } from './Erasure.ts';

interface Parts {
  readonly store: Pick<Store, 'messages' | 'forget'>;
  readonly rooms: RoomRegistry;
  readonly members: Members;
  readonly conversations: Conversations;
  readonly erasure: Erasure;
  /** What throws for who may not leave now. */
  readonly before: (id: UserId) => Promise<void>;
  /** What other parts do to know somebody no more, in this order. */
  readonly forget: readonly ((id: UserId) => unknown)[];
}

const atOnce = 200;

/**
 * Lets somebody go for good, with all that is theirs. Rooms in which others wrote stay, and nobody's name is on what
 * they opened. Where it breaks off it can be asked for again: who they are is forgotten last.
 */
export class Farewell {
  readonly #parts: Parts;
  readonly #leaving = new Set<UserId>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Throws `conflict` while it is under way, `last_admin`. `nobody` is how their place in what others wrote is called. */
  async leave(person: PersonInfo, nobody: string): Promise<void> {
    const { id } = person;
    if (this.#leaving.has(id)) throw new AppError('conflict', 'That is under way.');
    this.#leaving.add(id);
    try {
      await this.#leave(person, nobody);
    } finally {
      this.#leaving.delete(id);
    }
  }

  async #leave(person: PersonInfo, name: string): Promise<void> {
    const { store, rooms, members, conversations, erasure, before, forget } = this.#parts;
    const { id } = person;
    await before(id);
    for (const room of rooms.liveRooms) {
      const participant = room.find(id);
      if (participant) room.remove(participant, 'left');
    }
    let lines = await store.messages.writtenBy(id, null, atOnce);
    while (lines.length > 0) {
      for (const line of lines) await erasure.take(line, person);
      lines = await store.messages.writtenBy(id, null, atOnce);
    }
    for (const { stamp, ...place } of await store.messages.stampedBy(id)) {
      await erasure.unstamp(place, person, stamp);
    }
    for (const roomId of members.roomsOf(id)) await conversations.drop(roomId, id);
    const nobody = { id: randomId() as UserId, name, avatar: randomId() as UserId };
    await store.messages.renameAuthor(id, nobody);
    for (const { id: roomId, openedBy } of rooms.infos) {
      if (openedBy.id === id) await rooms.edit(roomId, { openedBy: nobody });
    }
    for (const step of forget) await step(id);
    await store.forget(id);
  }
}
