/** A voice that was heard just now, and how loud, in dBov: 0 is the loudest there is. */
export interface HeardVoice<Id> {
  readonly id: Id;
  readonly dbov: number;
}

interface Voice {
  open: boolean;
  openedAt: number;
  heardAt: number;
  dbov: number;
  /** How often in a row it was louder than somebody who is heard. */
  louder: number;
}

// Whoever paused for so long makes room for somebody who speaks.
const restMs = 1_000;
// Whoever began to be heard is heard for so long at least: a word, and not a part of one.
const stayMs = 2_000;
// So much louder, so many looks in a row, and a voice takes the place of another that is still speaking.
const louderBy = 6;
const louderLooks = 3;

/**
 * Which of many open microphones are sent to the others: at most so many, those who spoke last. While there are no
 * more microphones than that all are, and nobody's first word is cut.
 */
export class OpenVoices<Id> {
  readonly #voices = new Map<Id, Voice>();
  readonly #now: () => number;
  #most = Number.POSITIVE_INFINITY;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  isOpen(id: Id): boolean {
    return this.#voices.get(id)?.open ?? true;
  }

  /** Opens as many as there may be. Returns those that are open now and were not, or the other way round. */
  limit(most: number): Id[] {
    this.#most = most;
    const open = this.#ranked((voice) => voice.open).map(([id]) => id);
    const changed = open.slice(most);
    for (const id of changed) this.#set(id, false);
    return [...changed, ...this.#fill()];
  }

  /** A microphone was opened. Nobody else's voice changes by that. */
  add(id: Id): void {
    if (this.#voices.has(id)) return;
    const open = this.#free > 0;
    this.#voices.set(id, { open, openedAt: -stayMs, heardAt: -restMs, dbov: -127, louder: 0 });
  }

  /** A microphone was muted or is gone. Returns whose voice is open in its place. */
  remove(id: Id): Id[] {
    this.#voices.delete(id);
    return this.#fill();
  }

  /** These were heard since the last look. Returns those that are open now and were not, or the other way round. */
  hear(heard: readonly HeardVoice<Id>[]): Id[] {
    const now = this.#now();
    for (const { id, dbov } of heard) {
      const voice = this.#voices.get(id);
      if (voice) Object.assign(voice, { heardAt: now, dbov });
    }
    const changed: Id[] = [];
    for (const { id } of heard.toSorted((one, other) => other.dbov - one.dbov)) {
      const voice = this.#voices.get(id);
      if (!voice || voice.open) continue;
      const gives = this.#free > 0 ? null : this.#whoGives(voice, now);
      if (gives === undefined) continue;
      if (gives !== null) {
        this.#set(gives, false);
        changed.push(gives);
      }
      this.#set(id, true);
      changed.push(id);
    }
    return changed;
  }

  get #free(): number {
    let open = 0;
    for (const voice of this.#voices.values()) if (voice.open) open++;
    return this.#most - open;
  }

  /** Who makes room: whoever has been silent the longest, or is much quieter for a while; undefined: nobody. */
  #whoGives(comer: Voice, now: number): Id | undefined {
    const open = [...this.#voices].filter(([, voice]) => voice.open && now - voice.openedAt >= stayMs);
    const silent = open
      .filter(([, { heardAt }]) => now - heardAt >= restMs)
      .sort(([, one], [, other]) => one.heardAt - other.heardAt)[0];
    if (silent) return silent[0];
    const quietest = open.sort(([, one], [, other]) => one.dbov - other.dbov)[0];
    const isLouder = quietest !== undefined && comer.dbov >= quietest[1].dbov + louderBy;
    comer.louder = isLouder ? comer.louder + 1 : 0;
    return comer.louder >= louderLooks ? quietest?.[0] : undefined;
  }

  /** There is room: for those who were heard last. */
  #fill(): Id[] {
    const free = this.#free;
    if (free <= 0) return [];
    const opened = this.#ranked((voice) => !voice.open)
      .slice(0, free)
      .map(([id]) => id);
    for (const id of opened) this.#set(id, true);
    return opened;
  }

  /** Whoever was heard last comes first. */
  #ranked(which: (voice: Voice) => boolean): [Id, Voice][] {
    return [...this.#voices]
      .filter(([, voice]) => which(voice))
      .sort(([, one], [, other]) => other.heardAt - one.heardAt);
  }

  #set(id: Id, open: boolean): void {
    const voice = this.#voices.get(id);
    if (voice) Object.assign(voice, { open, louder: 0, openedAt: open ? this.#now() : voice.openedAt });
  }
}
