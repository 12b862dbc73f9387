import type { ParticipantId } from '../../protocol/ids.ts';
import type { RemoteTrack } from './RemoteTrack.ts';
import { SpeechGate } from './SpeechGate.ts';

/** Told of the smoothed level, 0 to 1, and whether it is speech. */
export type LevelListener = (level: number, speaking: boolean) => void;

const intervalMs = 50;
// Ten times a second is as much as a ring needs; a level is smoothed more finely than that.
const ticksPerWord = 2;

/**
 * How loud everybody is, for the rings. Read from what arrives (`getSynchronizationSources`, which costs next to
 * nothing) and from the own microphone; only while somebody watches, and past Svelte: a ring is one custom property.
 */
export class Levels {
  readonly #remote: () => Iterable<RemoteTrack>;
  readonly #own: () => number;
  readonly #selfId: () => ParticipantId;
  readonly #listeners = new Map<ParticipantId, Set<LevelListener>>();
  readonly #gates = new Map<ParticipantId, SpeechGate>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #ticks = 0;

  constructor(options: {
    remote: () => Iterable<RemoteTrack>;
    own: () => number;
    selfId: () => ParticipantId;
  }) {
    this.#remote = options.remote;
    this.#own = options.own;
    this.#selfId = options.selfId;
  }

  /** Listens until the returned function is called. */
  watch(id: ParticipantId, listener: LevelListener): () => void {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener));
    this.#timer ??= setInterval(() => this.#tick(performance.now()), intervalMs);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(id);
      if (this.#listeners.size === 0) this.close();
    };
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#gates.clear();
  }

  #tick(now: number): void {
    const amplitudes = new Map<ParticipantId, number>([[this.#selfId(), this.#own()]]);
    for (const { participantId, source, consumer } of this.#remote()) {
      if (source !== 'microphone' || !consumer.rtpReceiver) continue;
      const [latest] = consumer.rtpReceiver.getSynchronizationSources();
      // A source that fell silent keeps its last level for ten seconds.
      const fresh = latest && performance.timeOrigin + now - latest.timestamp < 300;
      amplitudes.set(participantId, fresh ? (latest.audioLevel ?? 0) : 0);
    }
    const tells = this.#ticks++ % ticksPerWord === 0;
    for (const [id, listeners] of this.#listeners) {
      const gate = this.#gates.get(id) ?? new SpeechGate();
      this.#gates.set(id, gate);
      gate.push(amplitudes.get(id) ?? 0, now);
      if (tells) for (const listener of listeners) listener(gate.level, gate.speaking);
    }
  }
}
