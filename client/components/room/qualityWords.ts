import type { Quality } from '../../../protocol/quality.ts';
import type { Source } from '../../../protocol/sources.ts';
import type { Path } from '../../session/quality/counters.ts';
import type { Figures } from '../../session/quality/figures.ts';
import { t } from '../../words.svelte.ts';

/** A connection in a word or two. */
export function qualityWords(quality: Quality): string {
  return { good: t('goodConnection'), weak: t('weakConnection'), bad: t('badConnection') }[quality];
}

/** What a track carries. */
export function sourceWords(source: Source): string {
  return {
    microphone: t('microphone'),
    camera: t('camera'),
    screen: t('sourceScreen'),
    screenAudio: t('sourceScreenAudio'),
  }[source];
}

const percentOf = (share: number) => (share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0);

/** How a track does, what matters most first. */
export function figureWords(figures: Figures): string {
  const { kind, kbps, loss, concealed, frozen, jitterMs, width, height, fps, codec, limitedBy } = figures;
  const percent = percentOf(loss);
  return [
    ...(width > 0 ? [t('figSize', { width: `${width}`, height: `${height}`, fps: Math.round(fps) })] : []),
    t('figRate', { kbps: Math.round(kbps) }),
    t('figLoss', { percent }),
    ...(concealed > 0 ? [t('figConcealed', { percent: percentOf(concealed) })] : []),
    ...(frozen > 0 ? [t('figFrozen', { percent: percentOf(frozen) })] : []),
    ...(kind === 'audio' ? [t('figJitter', { ms: Math.round(jitterMs) })] : []),
    ...(limitedBy === 'bandwidth' ? [t('figLine')] : limitedBy === 'cpu' ? [t('figComputer')] : []),
    ...(codec ? [codec] : []),
  ].join(', ');
}

/** The way that packets take. */
export function pathWords({ roundTripMs, protocol, availableBitrate }: Path): string {
  return [
    ...(roundTripMs === null ? [] : [t('figRoundTrip', { ms: Math.round(roundTripMs) })]),
    ...(protocol === null ? [] : [t('figProtocol', { protocol: protocol.toUpperCase() })]),
    ...(availableBitrate === null ? [] : [t('figAvailable', { kbps: Math.round(availableBitrate / 1_000) })]),
  ].join(', ');
}
