import type { ParticipantId } from '../../../protocol/ids.ts';
import type { Source } from '../../../protocol/sources.ts';
import type { Counters, Path } from './counters.ts';

/** How a track did between two looks at its counters. */
export interface Figures {
  readonly kind: 'audio' | 'video';
  readonly kbps: number;
  readonly packets: number;
  readonly lost: number;
  /** Shares, 0 to 1. */
  readonly loss: number;
  readonly concealed: number;
  readonly frozen: number;
  readonly samples: number;
  readonly jitterMs: number;
  readonly freezes: number;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly codec: string;
  readonly limitedBy: string;
}

/** A track on its way, and how it does. */
export interface Flow {
  readonly source: Source;
  /** Whose it is; null: the own one. */
  readonly participantId: ParticipantId | null;
  readonly figures: Figures;
}

/** What a connection is judged by. */
export interface Sample {
  /** Shares, 0 to 1, of packets lost on the way to the server and from it. */
  readonly lossUp: number;
  readonly lossDown: number;
  /** The share of heard sound that was made up. */
  readonly concealed: number;
  /** The largest share of time in which a picture stood still. */
  readonly frozen: number;
  readonly jitterMs: number;
  readonly roundTripMs: number;
}

// Of fewer packets a single one that is lost says nothing.
const fewestPackets = 25;
// A tenth of a second of sound, at 48 kHz.
const fewestSamples = 4_800;

const share = (part: number, whole: number) => (whole > 0 ? Math.min(1, Math.max(0, part) / whole) : 0);

/** What a track did since the last look; null when it is another one by now, or nothing can have happened. */
export function between(before: Counters | undefined, now: Counters): Figures | null {
  const ms = before ? now.at - before.at : 0;
  if (!before || ms <= 0 || now.bytes < before.bytes || now.kind !== before.kind) return null;
  const packets = now.packets - before.packets;
  // What came late is taken off again.
  const lost = Math.max(0, now.lost - before.lost);
  const samples = now.samples - before.samples;
  const frozenMs = now.frozenMs - before.frozenMs;
  const { kind, jitterMs, width, height, fps, codec, limitedBy } = now;
  return {
    kind,
    kbps: ((now.bytes - before.bytes) * 8) / ms,
    packets,
    lost,
    loss: share(lost, packets + lost),
    concealed: share(now.concealed - before.concealed, samples),
    // A picture that was out of sight for longer than we look did not freeze: it was not asked for.
    frozen: frozenMs > ms ? 0 : share(frozenMs, ms),
    samples,
    jitterMs,
    freezes: now.freezes - before.freezes,
    width,
    height,
    fps,
    codec,
    limitedBy,
  };
}

/** All that is known of a connection, in one. */
export function sampleOf(sending: readonly Flow[], receiving: readonly Flow[], path: Path | null): Sample {
  const all = receiving.map(({ figures }) => figures);
  const heard = all.filter(({ kind, packets }) => kind === 'audio' && packets > 0);
  const samples = sumOf(heard, (figures) => figures.samples);
  const concealed = sumOf(heard, (figures) => figures.concealed * figures.samples);
  // A shared screen may stand still for as long as it likes.
  const seen = receiving.filter(({ source }) => source === 'camera');
  return {
    lossUp: lossOf(sending.map(({ figures }) => figures)),
    lossDown: lossOf(all),
    concealed: samples < fewestSamples ? 0 : share(concealed, samples),
    frozen: Math.max(0, ...seen.map(({ figures }) => figures.frozen)),
    jitterMs: Math.max(0, ...heard.map(({ jitterMs }) => jitterMs)),
    roundTripMs: path?.roundTripMs ?? 0,
  };
}

function lossOf(tracks: readonly Figures[]): number {
  const lost = sumOf(tracks, (figures) => figures.lost);
  const all = lost + sumOf(tracks, ({ packets }) => packets);
  return all < fewestPackets ? 0 : share(lost, all);
}

function sumOf<Item>(items: readonly Item[], measure: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + measure(item), 0);
}
