import { expect, test } from 'vitest';
import type { ParticipantId } from '../../../protocol/ids.ts';
import { CommonCodecs } from '../../../server/rooms/CommonCodecs.ts';

const [ann, bo, cy] = ['ann', 'bo', 'cy'] as ParticipantId[] as [ParticipantId, ParticipantId, ParticipantId];

test('what everybody can show is what nobody lacks', () => {
  const codecs = new CommonCodecs();
  codecs.set(ann, ['VP8', 'VP9', 'AV1']);
  codecs.set(bo, ['VP8', 'VP9']);
  codecs.set(cy, ['VP8', 'AV1', 'VP9']);
  expect(codecs.list).toEqual(['VP8', 'VP9']);
  codecs.set(cy, ['VP8', 'AV1']);
  expect(codecs.list).toEqual(['VP8']);
});

test('whoever leaves, or can show more by now, holds nobody back', () => {
  const codecs = new CommonCodecs();
  codecs.set(ann, ['VP8', 'VP9']);
  codecs.set(bo, ['VP8', 'AV1']);
  expect(codecs.set(ann, ['VP8', 'VP9', 'AV1'])).toBe(true);
  expect(codecs.list).toEqual(['VP8', 'AV1']);
  expect(codecs.set(bo, ['VP8', 'VP9'])).toBe(true);
  expect(codecs.list).toEqual(['VP8', 'VP9']);
  expect(codecs.set(bo, ['VP8', 'VP9'])).toBe(false);
  codecs.set(bo, ['VP8', 'VP9', 'AV1']);
  expect(codecs.list).toEqual(['VP8', 'VP9', 'AV1']);
});

test('where nobody is, everything can be shown', () => {
  expect(new CommonCodecs().list).toEqual(['VP8', 'VP9', 'AV1']);
});
