import type { Logger } from '../log.ts';
import type { SeatStore } from '../store/SeatStore.ts';
import type { Participant } from './Participant.ts';
import type { Room } from './Room.ts';

/** Writes every change of a seat through to the store, so that not even the end of the process ends it. */
export class SeatKeeper {
  readonly #store: SeatStore;
  readonly #log: Logger;
  #released = false;

  constructor(store: SeatStore, log: Logger) {
    this.#store = store;
    this.#log = log;
  }

  keep(room: Room): void {
    const save = (participant: Participant) => this.#save(room, participant);
    room.on('participantJoined', save).on('participantChanged', save).on('seatChanged', save);
    room.on('participantLeft', ({ id }) => {
      if (!this.#released) this.#store.remove(id).catch((error: unknown) => this.#failed(room, error));
    });
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
    this.#store.save(record).catch((error: unknown) => this.#failed(room, error));
  }

  // The call goes on; what is lost is the way back after a crash.
  #failed(room: Room, error: unknown): void {
    this.#log.warn({ roomId: room.info.id, err: error }, 'seat not kept');
  }
}
