import type { ParticipantId } from '../../../protocol/ids.ts';
import type { Path } from '../../session/quality/counters.ts';
import type { Flow } from '../../session/quality/figures.ts';

/** What can be told of a connection. */
export interface Diagnosis {
  readonly at: Date;
  readonly browser: string;
  readonly quality: string;
  /** What was chosen for pictures, and what holds. */
  readonly mode: string;
  readonly limit: string;
  readonly path: Path | null;
  readonly sending: readonly Flow[];
  readonly receiving: readonly Flow[];
}

/**
 * A connection as text, for whoever helps: the same in every language, and without names, ids, addresses or what
 * room it was.
 */
export function diagnosticsOf(diagnosis: Diagnosis): string {
  const { at, browser, quality, mode, limit, path, sending, receiving } = diagnosis;
  const people = new Map<ParticipantId | null, number>();
  for (const { participantId } of receiving) {
    if (!people.has(participantId)) people.set(participantId, people.size + 1);
  }
  const one = (value: number | null | undefined, unit: string) =>
    value === null || value === undefined ? 'unknown' : `${Math.round(value)} ${unit}`;
  return [
    `Hobnob connection, ${at.toISOString()}`,
    `browser: ${browser}`,
    `quality: ${quality}; pictures: ${mode}, in force: ${limit}`,
    `path: ${path?.protocol ?? 'unknown'}, round trip ${one(path?.roundTripMs, 'ms')}, could send ${one(path?.availableBitrate, 'bit/s')}`,
    ...sending.map((flow) => `sent ${lineOf(flow)}`),
    ...receiving.map((flow) => `received from person ${people.get(flow.participantId)} ${lineOf(flow)}`),
  ].join('\n');
}

function lineOf({ source, figures }: Flow): string {
  const { kind, kbps, loss, jitterMs, concealed, frozen, freezes, codec, limitedBy } = figures;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  return [
    `${source}: ${codec || 'unknown codec'}`,
    `${kbps.toFixed(1)} kbit/s`,
    `lost ${percent(loss)}`,
    `jitter ${jitterMs.toFixed(1)} ms`,
    ...(kind === 'audio' ? [`concealed ${percent(concealed)}`] : []),
    ...(kind === 'video'
      ? [
          `${figures.width} x ${figures.height} at ${Math.round(figures.fps)}/s`,
          `frozen ${percent(frozen)} (${freezes})`,
        ]
      : []),
    ...(limitedBy ? [`limited by ${limitedBy}`] : []),
  ].join(', ');
}
