import type { ParticipantId } from '../../protocol/ids.ts';
import { isStorageAway } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { SeatStore } from '../store/SeatStore.ts';
import type { Participant } from './Participant.ts';
import type { Room } from './Room.ts';

const againMs = 2_000;

/** Writes every change of a seat through to the store, so that not even the end of the process ends it. */
export class SeatKeeper {
  readonly #store: SeatStore;
  readonly #log: Logger;
  /** Whose seats changed while the storage was away: they are written again, as they are by then. */
  readonly #unkept = new Map<ParticipantId, Room>();
  #again: NodeJS.Timeout | undefined;
  #released = false;

  constructor(store: SeatStore, log: Logger) {
    this.#store = store;
    this.#log = log;
  }

  keep(room: Room): void {
    const save = (participant: Participant) => this.#save(room, participant);
    room.on('participantJoined', save).on('participantChanged', save).on('seatChanged', save);
    room.on('participantLeft', ({ id }) => this.#remove(room, id));
  }

  /** From now on the seats are somebody else's: the next process's, or nobody's until it starts. */
  release(): void {
    this.#released = true;
  }

  /** They are ours after all. */
  takeBack(rooms: Iterable<Room>): void {
    this.#released = false;
    for (const room of rooms)
      for (const participant of room.participants.values()) this.#save(room, participant);
  }

  #save(room: Room, participant: Participant): void {
    if (this.#released || !room.participants.has(participant.id)) return;
    const record = participant.toRecord(room.info.id);
    this.#store.save(record).catch((error: unknown) => this.#failed(room, participant.id, error));
  }

  #remove(room: Room, id: ParticipantId): void {
    if (!this.#released) this.#store.remove(id).catch((error: unknown) => this.#failed(room, id, error));
  }

  // The call goes on; what is missing meanwhile is the way back after a crash.
  #failed(room: Room, id: ParticipantId, error: unknown): void {
    if (!isStorageAway(error)) {
      this.#log.warn({ roomId: room.info.id, err: error }, 'seat not kept');
      return;
    }
    if (this.#released) return;
    if (!this.#again) this.#log.debug({ err: error }, 'seats are kept later');
    this.#unkept.set(id, room);
    this.#again ??= setTimeout(() => this.#keepUnkept(), againMs).unref();
  }

  #keepUnkept(): void {
    this.#again = undefined;
    const unkept = [...this.#unkept];
    this.#unkept.clear();
    for (const [id, room] of unkept) {
      const participant = room.participants.get(id);
      if (participant) this.#save(room, participant);
      else this.#remove(room, id);
    }
  }
}
