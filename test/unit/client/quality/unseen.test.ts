import { expect, test } from 'vitest';
import { unseenCodecs } from '../../../../client/session/quality/unseen.ts';
import { pictureFlow } from './flows.ts';

test('a picture that arrives and is never shown tells on its codec', () => {
  expect(unseenCodecs([pictureFlow({}), pictureFlow({ codec: 'AV1', width: 1_280 })])).toEqual(['VP9']);
  expect(unseenCodecs([pictureFlow({ codec: 'AV1' })])).toEqual(['AV1']);
});

test('nothing is told of pictures that only begin, or of what there is nothing better for', () => {
  expect(unseenCodecs([pictureFlow({ packets: 3 })])).toEqual([]);
  expect(unseenCodecs([pictureFlow({ codec: 'VP8' })])).toEqual([]);
  expect(unseenCodecs([pictureFlow({ kind: 'audio', codec: 'opus' })])).toEqual([]);
});
