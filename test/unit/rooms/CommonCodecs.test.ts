import { expect, test } from 'vitest';
import { commonCodecs } from '../../../server/rooms/commonCodecs.ts';

test('what everybody can show is what nobody lacks', () => {
  expect(
    commonCodecs([
      ['VP8', 'VP9', 'AV1'],
      ['VP8', 'VP9'],
      ['VP8', 'AV1', 'VP9'],
    ]),
  ).toEqual(['VP8', 'VP9']);
  expect(
    commonCodecs([
      ['VP8', 'AV1'],
      ['VP8', 'VP9'],
    ]),
  ).toEqual(['VP8']);
});

test('where nobody is, everything can be shown', () => {
  expect(commonCodecs([])).toEqual(['VP8', 'VP9', 'AV1']);
});
