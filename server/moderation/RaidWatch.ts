/** Somebody stepped into a room. */
interface Coming {
  readonly at: number;
  readonly guest: boolean;
}

const windowMs = 60_000;
const quietMs = 5 * 60_000;
const most = 200;
/** Fewer than that are a party. */
const fewest = 8;
const guestShare = 0.7;

/** Notices when many who are new come into a room at once. It decides nothing: people do. */
export class RaidWatch {
  #comings: Coming[] = [];
  #saidAt = Number.NEGATIVE_INFINITY;

  /** Somebody came; says how many did, when that looks like a raid and was not said in the last minutes. */
  note(guest: boolean, now = Date.now()): { came: number; guests: number } | null {
    this.#comings = [...this.#comings, { at: now, guest }]
      .filter(({ at }) => now - at < windowMs)
      .slice(-most);
    const came = this.#comings.length;
    const guests = this.#comings.filter((coming) => coming.guest).length;
    if (came < fewest || guests / came < guestShare || now - this.#saidAt < quietMs) return null;
    this.#saidAt = now;
    return { came, guests };
  }
}
