import type { VoiceSettings } from '../audio/dsp/VoiceChain.ts';

/** How noise is taken out of the own voice: not at all, as the browser does it, or by a neural network of ours. */
export type Suppression = 'off' | 'browser' | 'strong';

/** Kilobits a second that music may be sent with. */
export const musicRates = [128, 192, 256] as const;
export type MusicRate = (typeof musicRates)[number];

/** How the own microphone is treated, as it is kept. */
export interface Treatment {
  readonly suppression: Suppression;
  /** Whether there is a threshold, and at how many dB of full scale. */
  readonly gate: boolean;
  readonly gateDb: number;
  /** Played and sung: as it is, in stereo. */
  readonly music: boolean;
  readonly musicRate: MusicRate;
}

/** The lowest and the highest threshold of the gate, which is also the scale of its level, in dB of full scale. */
export const gateScale = { min: -60, max: -10 } as const;

const storageKey = 'hobnob.voice';
const usual: Treatment = {
  suppression: 'browser',
  gate: false,
  gateDb: -45,
  music: false,
  musicRate: 128,
};

/** How the own voice is treated before others hear it: chosen once, remembered by this browser. */
export class VoiceTreatment {
  /** Ours does not run here: the browser takes noise out instead, until it is asked for again. */
  fallback = $state(false);
  /** A few speak to many here. It is agreed on when a track is first sent: what flows already goes on as it is. */
  toMany = $state(false);
  #kept = $state.raw<Treatment>(recall());
  /** In a room that plays music: whether music is sent from here, as long as one is in it. Null: in any other. */
  #here = $state<boolean | null>(null);
  /** How noise was taken out when it last was. */
  #remedy: Suppression = this.#kept.suppression === 'off' ? 'browser' : this.#kept.suppression;

  /** What was chosen, for here and now. */
  get current(): Treatment {
    return this.#here === null ? this.#kept : { ...this.#kept, music: this.#here };
  }

  /** How noise is really taken out. */
  get suppression(): Suppression {
    const { suppression } = this.#kept;
    return suppression === 'strong' && this.fallback ? 'browser' : suppression;
  }

  change(change: Partial<Treatment>): void {
    const { suppression, music } = change;
    if (suppression) this.fallback = false;
    if (suppression && suppression !== 'off') this.#remedy = suppression;
    const here = this.#here !== null && music !== undefined;
    if (here) this.#here = music;
    this.#kept = { ...this.#kept, ...change, ...(here && { music: this.#kept.music }) };
    try {
      localStorage.setItem(storageKey, JSON.stringify(this.#kept));
    } catch {
      // A private window may have no storage; the choice then lasts as long as the page.
    }
  }

  /** The change that takes noise out, as it was done before, or no longer. */
  quiet(on: boolean): Partial<Treatment> {
    return { suppression: on ? this.#remedy : 'off' };
  }

  /** One is in a room that plays music, or in another; in the same one a choice made there stands. */
  follow(music: boolean): void {
    if (music !== (this.#here !== null)) this.#here = music || null;
  }

  /** Ours does not run. Says whether that changes anything. */
  fail(): boolean {
    if (this.suppression !== 'strong') return false;
    this.fallback = true;
    return true;
  }

  /** What the browser is asked for. */
  get constraints(): MediaTrackConstraints {
    const { suppression } = this;
    const { music } = this.current;
    return {
      echoCancellation: !music,
      noiseSuppression: !music && suppression === 'browser',
      autoGainControl: !music,
      ...(music && { channelCount: { ideal: 2 } }),
    };
  }

  /** What is done to what it gives. */
  get chain(): VoiceSettings {
    const { suppression } = this;
    const { music, gate, gateDb } = this.current;
    return { music, suppress: !music && suppression === 'strong', gateDb: gate && !music ? gateDb : null };
  }
}

function recall(): Treatment {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<Treatment>;
    return {
      suppression: (['off', 'strong'] as const).find((one) => one === kept.suppression) ?? 'browser',
      gate: kept.gate === true,
      gateDb: Math.max(gateScale.min, Math.min(gateScale.max, Number(kept.gateDb ?? usual.gateDb) || 0)),
      music: kept.music === true,
      musicRate: musicRates.find((one) => one === kept.musicRate) ?? usual.musicRate,
    };
  } catch {
    return usual;
  }
}
