import { expect, test } from 'vitest';
import { pathOf, received, type Stat, sent } from '../../../../client/session/quality/counters.ts';
import { between, type Flow, sampleOf } from '../../../../client/session/quality/figures.ts';

interface Entry {
  readonly id: string;
  readonly type: string;
  readonly [name: string]: unknown;
}
const report = (...stats: Entry[]) =>
  new Map(stats.map((stat): [string, Stat] => [stat.id, { timestamp: 0, ...stat }]));

const opus = { id: 'CO', type: 'codec', mimeType: 'audio/opus' };
const vp8 = { id: 'CV', type: 'codec', mimeType: 'video/VP8' };

/** Sound that has arrived for some seconds, as Chromium counts it. */
const heard = (seconds: number, more: Record<string, unknown> = {}) =>
  report(opus, {
    id: 'IA',
    type: 'inbound-rtp',
    kind: 'audio',
    mid: '3',
    timestamp: seconds * 1_000,
    bytesReceived: seconds * 5_000,
    packetsReceived: seconds * 50,
    packetsLost: 0,
    jitter: 0.012,
    concealedSamples: 0,
    silentConcealedSamples: 0,
    totalSamplesReceived: seconds * 48_000,
    codecId: 'CO',
    ...more,
  });

const only = <Item>(items: readonly Item[]): Item => {
  expect(items).toHaveLength(1);
  return items[0] as Item;
};
const flow = (before: Map<string, Stat>, now: Map<string, Stat>): Flow => {
  const figures = between(only(received(before)), only(received(now)));
  if (!figures) throw new Error('Nothing happened.');
  return { source: figures.kind === 'audio' ? 'microphone' : 'camera', participantId: null, figures };
};

test('what happened between two looks is counted, not what happened before', () => {
  const before = heard(10, { packetsLost: 400, concealedSamples: 90_000 });
  const now = heard(12, { packetsLost: 405, packetsReceived: 595, concealedSamples: 94_800 });
  const { figures } = flow(before, now);
  expect(figures).toMatchObject({
    kbps: 40,
    packets: 95,
    lost: 5,
    loss: 0.05,
    concealed: 0.05,
    codec: 'opus',
  });
  expect(figures.jitterMs).toBeCloseTo(12);
});

test('silence that stands for silence is not taken for sound that got lost', () => {
  const now = heard(12, { concealedSamples: 60_000, silentConcealedSamples: 60_000 });
  expect(flow(heard(10), now).figures.concealed).toBe(0);
});

test('counters that began anew, or have not moved in time, say nothing', () => {
  const [before, now] = [only(received(heard(10))), only(received(heard(2)))];
  expect(between(undefined, before)).toBeNull();
  expect(between(before, now)).toBeNull();
  expect(between(before, before)).toBeNull();
});

const seen = (seconds: number, frozenMs: number) =>
  report(vp8, {
    id: 'IV',
    type: 'inbound-rtp',
    kind: 'video',
    mid: '5',
    timestamp: seconds * 1_000,
    bytesReceived: seconds * 40_000,
    packetsReceived: seconds * 40,
    totalFreezesDuration: frozenMs / 1_000,
    freezeCount: frozenMs > 0 ? 1 : 0,
    frameWidth: 640,
    frameHeight: 360,
    framesPerSecond: 24,
    codecId: 'CV',
  });

test('a picture that stood still counts, but not one that was out of sight, nor a screen', () => {
  const froze = flow(seen(10, 0), seen(12, 1_200));
  expect(froze.figures).toMatchObject({ frozen: 0.6, freezes: 1, width: 640, fps: 24, codec: 'VP8' });
  expect(sampleOf([], [froze], null).frozen).toBe(0.6);
  expect(sampleOf([], [{ ...froze, source: 'screen' }], null).frozen).toBe(0);
  expect(flow(seen(10, 0), seen(12, 9_000)).figures.frozen).toBe(0);
});

test('the sizes of a camera are one track, of which the largest that is sent is told', () => {
  const layer = (rid: string, width: number, fps: number, more = {}) => ({
    id: `O${rid}`,
    type: 'outbound-rtp',
    kind: 'video',
    mid: '1',
    rid,
    active: fps > 0,
    bytesSent: 10_000,
    packetsSent: 100,
    frameWidth: width,
    frameHeight: (width * 9) / 16,
    framesPerSecond: fps,
    qualityLimitationReason: 'none',
    codecId: 'CV',
    remoteId: `R${rid}`,
    ...more,
  });
  const answered = (rid: string, packetsLost: number) => ({
    id: `R${rid}`,
    type: 'remote-inbound-rtp',
    packetsLost,
    jitter: 0.004,
  });
  const counters = only(
    sent(
      report(
        vp8,
        layer('r0', 320, 15),
        layer('r1', 640, 15, { qualityLimitationReason: 'bandwidth' }),
        layer('r2', 1_280, 0),
        answered('r0', 2),
        answered('r1', 3),
      ),
    ),
  );
  expect(counters).toMatchObject({ mid: '1', bytes: 30_000, packets: 300, lost: 5, width: 640, fps: 15 });
  expect(counters).toMatchObject({ limitedBy: 'bandwidth', codec: 'VP8', jitterMs: 4 });
});

test('the way is the one that is in use', () => {
  const pair = { type: 'candidate-pair', nominated: true, state: 'succeeded' };
  const ways = [
    { id: 'P1', ...pair, state: 'failed', currentRoundTripTime: 3 },
    {
      id: 'P2',
      ...pair,
      currentRoundTripTime: 0.042,
      localCandidateId: 'L',
      availableOutgoingBitrate: 900_000,
    },
    { id: 'L', type: 'local-candidate', protocol: 'tcp', address: '192.0.2.7' },
    { id: 'P3', ...pair, currentRoundTripTime: 0.07 },
  ];
  expect(pathOf(report(...ways))).toEqual({ roundTripMs: 42, protocol: 'tcp', availableBitrate: 900_000 });
  const transport = { id: 'T', type: 'transport', selectedCandidatePairId: 'P3' };
  expect(pathOf(report(...ways, transport))).toMatchObject({ roundTripMs: 70, protocol: null });
  expect(pathOf(report(opus))).toBeNull();
});

test('a handful of packets, and nothing at all, is no reason to complain', () => {
  const few = flow(heard(10), heard(12, { packetsReceived: 505, packetsLost: 4 }));
  expect(sampleOf([few], [few], null)).toMatchObject({ lossUp: 0, lossDown: 0 });
  expect(sampleOf([], [], null)).toMatchObject({ lossUp: 0, concealed: 0, frozen: 0, roundTripMs: 0 });
});
