import type { ParticipantId, UserId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Role } from '../../protocol/ranks.ts';
import type { Participant } from '../rooms/Participant.ts';
import type { Comer } from './traces.ts';

/** Somebody who left a room a while ago. */
export interface Leaver {
  readonly id: ParticipantId;
  readonly person: PersonInfo;
  readonly role: Role;
  readonly comer: Comer;
  readonly leftAt: number;
}

/** Who left a room lately: whoever does harm and goes is still within reach. */
export class Leavers {
  readonly #byUser = new Map<UserId, Leaver>();

  /** Those of the last half hour, the latest first. */
  list(now = Date.now()): Leaver[] {
    return [...this.#byUser.values()].filter(({ leftAt }) => now - leftAt < limits.leaversMs).reverse();
  }

  add(participant: Participant, leftAt = Date.now()): void {
    const { id, person, role, comer } = participant;
    // Put anew, it is the last to be forgotten.
    this.#byUser.delete(person.id);
    this.#byUser.set(person.id, { id, person, role, comer, leftAt });
    const [oldest] = this.#byUser.keys();
    if (this.#byUser.size > limits.leavers && oldest) this.#byUser.delete(oldest);
  }

  /** They are back. */
  drop(userId: UserId): void {
    this.#byUser.delete(userId);
  }
}
