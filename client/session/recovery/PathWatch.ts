import type { ParticipantId } from '../../../protocol/ids.ts';
import type { MediaClient } from '../MediaClient.ts';

/** What the watch needs to know of the room. */
export interface Talkers {
  /** Those whose voice the server hears right now, without oneself. */
  readonly others: () => Iterable<ParticipantId>;
  /** Whether the connection to the server is there, which tells who talks. */
  readonly connected: () => boolean;
}

// Asking a browser for its counters takes milliseconds of its time.
const countersEveryMs = 1_000;
// Chromium checks a path every 2.5 s: two checks without an answer, and it is dead.
const uncheckedLimitMs = 4_000;
// When the browser calls a path disconnected, nothing has come over it for about this long.
const lostAfterMs = 5_000;

/** Notices within seconds that media does not get through; the browser itself says so after seven or more. */
export class PathWatch {
  readonly #talkers: Talkers;
  /** Since when each has been talking, by our clock. */
  readonly #talkingSince = new Map<ParticipantId, number>();
  /** For each path, how many checks were answered, and when that last grew. */
  readonly #checks = new Map<string, { answers: number; at: number }>();
  #media: MediaClient | null = null;
  #askedCountersAt = 0;
  #lostSince: number | null = null;
  #tcpSince: number | null = null;

  constructor(talkers: Talkers) {
    this.#talkers = talkers;
  }

  /** How long media has not arrived that should have, in milliseconds; `now` as of `performance.now()`. */
  stalledMs(media: MediaClient | null, now: number): number {
    if (media !== this.#media) this.#begin(media);
    if (!media) return 0;
    if (now - this.#askedCountersAt >= countersEveryMs) {
      this.#askedCountersAt = now;
      void this.#askCounters(media);
    }
    if (!media.pathLost) this.#lostSince = null;
    else this.#lostSince ??= now - lostAfterMs;
    const lost = this.#lostSince === null ? 0 : now - this.#lostSince;
    const unchecked = Math.max(0, ...[...this.#checks.values()].map(({ at }) => now - at));
    return Math.max(this.#silentMs(media, now), lost, unchecked >= uncheckedLimitMs ? unchecked : 0);
  }

  /** How long media has gone over TCP, in milliseconds; 0 while it goes over UDP. */
  tcpMs(now: number): number {
    return this.#tcpSince === null ? 0 : now - this.#tcpSince;
  }

  #begin(media: MediaClient | null): void {
    this.#media = media;
    this.#talkingSince.clear();
    this.#checks.clear();
    this.#lostSince = null;
    this.#tcpSince = null;
  }

  /** How long nothing has arrived of anybody who talks. */
  #silentMs(media: MediaClient, now: number): number {
    const talking = this.#talkers.connected() ? new Set(this.#talkers.others()) : new Set<ParticipantId>();
    for (const id of this.#talkingSince.keys()) if (!talking.has(id)) this.#talkingSince.delete(id);
    let silent = Number.POSITIVE_INFINITY;
    for (const { participantId, source, consumer } of media.receive.tracks.values()) {
      if (source !== 'microphone' || !talking.has(participantId)) continue;
      const since = this.#talkingSince.get(participantId) ?? now;
      this.#talkingSince.set(participantId, since);
      const [latest] = consumer.rtpReceiver?.getSynchronizationSources() ?? [];
      const heardAt = latest ? latest.timestamp - performance.timeOrigin : 0;
      silent = Math.min(silent, now - Math.max(since, heardAt));
    }
    return Number.isFinite(silent) ? silent : 0;
  }

  /** Follows the answers to the browser's own checks of the path (RFC 7675). */
  async #askCounters(media: MediaClient): Promise<void> {
    const paths = await media.paths();
    if (media !== this.#media) return;
    const at = performance.now();
    if (![...paths.values()].some(({ overTcp }) => overTcp)) this.#tcpSince = null;
    else this.#tcpSince ??= at;
    for (const id of this.#checks.keys()) if (!paths.has(id)) this.#checks.delete(id);
    for (const [id, { answers }] of paths) {
      if (this.#checks.get(id)?.answers !== answers) this.#checks.set(id, { answers, at });
    }
  }
}
