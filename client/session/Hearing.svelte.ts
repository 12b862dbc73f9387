import type { UserId } from '../../protocol/ids.ts';

/** How somebody is heard here. */
interface Share {
  /** 1 is as they come, 2 twice the amplitude. */
  readonly volume: number;
  readonly muted: boolean;
}

/** What of somebody is heard: a voice, or what they share. */
export type Heard = 'voice' | 'share';

const storageKey = 'hobnob.hearing';
/** Of so many people it is remembered: those touched last. */
const memory = 500;
const usual: Share = { volume: 1, muted: false };
export const loudest = 2;

/** How this browser hears others: how loud each, and whether all alike. Kept from day to day; nobody else is told. */
export class Hearing {
  /** Voices are made equally loud. */
  levelling = $state(true);
  /** Nothing is heard at all, as long as the page lives. */
  deaf = $state(false);
  #shares = $state.raw<ReadonlyMap<string, Share>>(new Map());

  constructor() {
    const kept = recall();
    this.levelling = kept.levelling;
    this.#shares = new Map(kept.shares);
  }

  /** As loud as was wished, even where it is muted right now. */
  volumeOf(userId: UserId, what: Heard = 'voice'): number {
    return this.#of(userId, what).volume;
  }

  isMuted(userId: UserId, what: Heard = 'voice'): boolean {
    return this.#of(userId, what).muted;
  }

  /** By what the sound is multiplied. */
  amplitudeOf(userId: UserId, what: Heard = 'voice'): number {
    const { volume, muted } = this.#of(userId, what);
    return this.deaf || muted ? 0 : volume;
  }

  /** From 0 to 2; whoever is turned up or down is not muted. */
  setVolume(userId: UserId, volume: number, what: Heard = 'voice'): void {
    this.#set(userId, what, { volume: Math.max(0, Math.min(loudest, volume)), muted: false });
  }

  setMuted(userId: UserId, muted: boolean, what: Heard = 'voice'): void {
    this.#set(userId, what, { ...this.#of(userId, what), muted });
  }

  setLevelling(on: boolean): void {
    this.levelling = on;
    this.#keep();
  }

  #of(userId: UserId, what: Heard): Share {
    return this.#shares.get(`${userId} ${what}`) ?? usual;
  }

  #set(userId: UserId, what: Heard, share: Share): void {
    const key = `${userId} ${what}`;
    const shares = new Map(this.#shares);
    // Taken out first, so that it comes last: those who were touched longest ago are forgotten.
    shares.delete(key);
    if (share.volume !== usual.volume || share.muted) shares.set(key, share);
    this.#shares = new Map([...shares].slice(-memory));
    this.#keep();
  }

  #keep(): void {
    const kept = { levelling: this.levelling, shares: [...this.#shares] };
    try {
      localStorage.setItem(storageKey, JSON.stringify(kept));
    } catch {
      // A private window may have no storage; it then lasts as long as the page.
    }
  }
}

function recall(): { levelling: boolean; shares: [string, Share][] } {
  try {
    const { levelling, shares } = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    return { levelling: levelling !== false, shares: Array.isArray(shares) ? shares : [] };
  } catch {
    return { levelling: true, shares: [] };
  }
}
