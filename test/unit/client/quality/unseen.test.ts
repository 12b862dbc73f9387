import { expect, test } from 'vitest';
import type { Figures, Flow } from '../../../../client/session/quality/figures.ts';
import { unseenCodecs } from '../../../../client/session/quality/unseen.ts';

const arriving = (figures: Partial<Figures>): Flow => ({
  source: 'camera',
  participantId: null,
  figures: {
    kind: 'video',
    kbps: 300,
    packets: 100,
    lost: 0,
    loss: 0,
    concealed: 0,
    frozen: 0,
    samples: 0,
    jitterMs: 0,
    freezes: 0,
    width: 0,
    height: 0,
    fps: 0,
    codec: 'VP9',
    limitedBy: '',
    ...figures,
  },
});

test('a picture that arrives and is never shown tells on its codec', () => {
  expect(unseenCodecs([arriving({}), arriving({ codec: 'AV1', width: 1_280 })])).toEqual(['VP9']);
  expect(unseenCodecs([arriving({ codec: 'AV1' })])).toEqual(['AV1']);
});

test('nothing is told of pictures that only begin, or of what there is nothing better for', () => {
  expect(unseenCodecs([arriving({ packets: 3 })])).toEqual([]);
  expect(unseenCodecs([arriving({ codec: 'VP8' })])).toEqual([]);
  expect(unseenCodecs([arriving({ kind: 'audio', codec: 'opus' })])).toEqual([]);
});
