import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codecFor, type Encoders } from '../../../client/session/pictureCodec.ts';
import { type VideoCodec, videoCodecs } from '../../../protocol/codecs.ts';

const able = (how: 'hardware' | 'software') =>
  new Map<VideoCodec, typeof how>(videoCodecs.map((it) => [it, how]));
const strong: Encoders = { cores: 8, phone: false, means: able('software') };

test('a strong machine sends a camera in layers of VP9 and a screen in AV1, where everybody shows them', () => {
  expect(codecFor('camera', videoCodecs, strong)).toBe('VP9');
  expect(codecFor('screen', videoCodecs, strong)).toBe('AV1');
});

test('of what somebody cannot show nothing is sent', () => {
  const anything = fc.record({
    shown: fc.subarray([...videoCodecs]),
    cores: fc.integer({ min: 1, max: 64 }),
    phone: fc.boolean(),
    means: fc.subarray([...videoCodecs]).map((some) => new Map(some.map((it) => [it, 'hardware' as const]))),
    source: fc.constantFrom('camera' as const, 'screen' as const),
  });
  fc.assert(
    fc.property(anything, ({ shown, source, ...encoders }) => {
      const codec = codecFor(source, shown, encoders);
      expect(codec === 'VP8' || (shown.includes(codec) && encoders.means.has(codec))).toBe(true);
    }),
  );
});

test('a screen is never sent in VP9, which browsers send at five pictures a second or not at all', () => {
  expect(codecFor('screen', ['VP8', 'VP9'], strong)).toBe('VP8');
});

test('phones, and machines with few cores and no hardware for it, stay with VP8', () => {
  const weak = { ...strong, cores: 2 };
  expect(codecFor('camera', videoCodecs, { ...strong, phone: true })).toBe('VP8');
  expect(codecFor('camera', videoCodecs, weak)).toBe('VP8');
  expect(codecFor('camera', videoCodecs, { ...weak, means: able('hardware') })).toBe('VP9');
  expect(codecFor('camera', videoCodecs, { ...strong, means: new Map() })).toBe('VP8');
});
