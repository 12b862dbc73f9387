import type { HouseBans } from '../moderation/HouseBans.ts';
import type { LastTraces } from '../moderation/LastTraces.ts';
import { toRestrained } from '../moderation/restraints.ts';
import type { Comer } from '../moderation/traces.ts';
import type { Session } from './Session.ts';

/** Tells whoever may not be in the house so, and ends their connections: those that are there, and those that come. */
export class HouseDoor {
  readonly #bans: HouseBans;
  readonly #traces: LastTraces;
  readonly #sessions = new Set<Session>();

  constructor(bans: HouseBans, traces: LastTraces) {
    this.#bans = bans;
    this.#traces = traces;
    bans.on('imposed', () => {
      for (const session of [...this.#sessions]) this.#turnAway(session);
    });
  }

  /** Takes a session in; false when it may not be here. */
  watch(session: Session): boolean {
    const comer = comerOf(session);
    if (comer) this.#traces.note(comer);
    if (this.#turnAway(session)) return false;
    this.#sessions.add(session);
    return true;
  }

  unwatch(session: Session): void {
    this.#sessions.delete(session);
  }

  #turnAway(session: Session): boolean {
    const comer = comerOf(session);
    const bar = comer && this.#bans.find(comer);
    if (!bar) return false;
    session.notify('server:barred', toRestrained(bar));
    session.disconnect();
    return true;
  }
}

function comerOf({ identity, traces }: Session): Comer | null {
  return identity && { ...traces, userId: identity.id, guest: identity.loginId === null };
}
