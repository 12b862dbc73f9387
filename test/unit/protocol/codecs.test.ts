import { expect, test } from 'vitest';
import { codecsIn } from '../../../protocol/codecs.ts';
import { allCapabilities, cameraParameters, fewCapabilities, layeredParameters } from '../../support/rtp.ts';

test('the codecs of pictures are read off capabilities and tracks, whatever their spelling', () => {
  expect(codecsIn(allCapabilities)).toEqual(['VP8', 'VP9', 'AV1']);
  expect(codecsIn(fewCapabilities)).toEqual(['VP8']);
  expect(codecsIn(cameraParameters())).toEqual(['VP8']);
  expect(codecsIn(layeredParameters('AV1'))).toEqual(['AV1']);
  expect(codecsIn({ codecs: [{ kind: 'video', mimeType: 'video/av1', clockRate: 90_000 }] })).toEqual([
    'AV1',
  ]);
});

test('VP9 of another profile is not the VP9 that is sent', () => {
  const tenBits = { kind: 'video' as const, mimeType: 'video/VP9', clockRate: 90_000 };
  expect(codecsIn({ codecs: [{ ...tenBits, parameters: { 'profile-id': 2 } }] })).toEqual([]);
  expect(codecsIn({ codecs: [tenBits] })).toEqual(['VP9']);
});
