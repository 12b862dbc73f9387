import type { UserId } from '../../protocol/ids.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { type Comer, type Traced, untraced } from './traces.ts';

const mostKnown = 10_000;

/** By what people were known when they were last here: who is barred from the house may have left every room. */
export class LastTraces {
  readonly #rooms: Pick<RoomRegistry, 'liveRooms'>;
  readonly #last = new Map<UserId, Traced & { readonly guest: boolean }>();

  constructor(rooms: Pick<RoomRegistry, 'liveRooms'>) {
    this.#rooms = rooms;
  }

  note({ userId, ...traces }: Comer): void {
    // Put anew, they are the last to be forgotten.
    this.#last.delete(userId);
    this.#last.set(userId, traces);
    const [oldest] = this.#last.keys();
    if (this.#last.size > mostKnown && oldest !== undefined) this.#last.delete(oldest);
  }

  /** Somebody as they came last; by which invitation, where they are in a room, or left one lately. */
  of(userId: UserId): Comer {
    const inRooms = this.#rooms.liveRooms.flatMap((room) => [
      room.find(userId)?.comer ?? [],
      room.leavers.list().find(({ person }) => person.id === userId)?.comer ?? [],
    ]);
    const seen = this.#last.get(userId);
    const invite = inRooms.flat().find((one) => one.invite !== null)?.invite ?? null;
    const known = seen ?? inRooms.flat()[0] ?? { ...untraced, guest: true };
    return { ...known, invite, userId };
  }

  forget(userId: UserId): void {
    this.#last.delete(userId);
  }
}
