import { Alarm, type Clock } from '../Clock.ts';
import type { Participant } from '../Participant.ts';
import { can } from '../permissions.ts';
import type { StageRoom } from './StageRoom.ts';

// A line that breaks and comes back is no reason to stop.
const patienceMs = 20_000;
const pauseMs = 10 * 60_000;

/** Pauses a stage that all hosts have left, and ends it when none is back in time. */
export class Pause {
  readonly #room: StageRoom;
  readonly #missing: Alarm;
  readonly #end: Alarm;

  constructor(room: StageRoom, clock: Clock) {
    this.#room = room;
    this.#missing = new Alarm(clock);
    this.#end = new Alarm(clock);
  }

  /** Until the stage ends; null while there is a host, or has been one a moment ago. */
  get endsInMs(): number | null {
    return this.#end.leftMs;
  }

  get paused(): boolean {
    return this.#end.leftMs !== null;
  }

  /** Looks who is here. */
  look(): void {
    if (!this.#isAlone) {
      const wasPaused = this.paused;
      this.close();
      if (wasPaused) this.#room.emit('pauseChanged');
    } else if (this.#missing.leftMs === null && !this.paused)
      this.#missing.set(patienceMs, () => this.#pause());
  }

  close(): void {
    this.#missing.clear();
    this.#end.clear();
  }

  get #isAlone(): boolean {
    const { mode, doors, endedAt } = this.#room.info;
    if (mode !== 'stage' || doors !== 'open' || endedAt !== null) return false;
    const { participants, info } = this.#room;
    const leads = (one: Participant) => one.connected && can(one.authority, 'stage:manage', info);
    return participants.size > 0 && !participants.values().some(leads);
  }

  #pause(): void {
    this.#end.set(pauseMs, () => this.#room.emit('stageOver'));
    this.#room.emit('pauseChanged');
  }
}
