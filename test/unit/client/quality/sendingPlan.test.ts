import { expect, test } from 'vitest';
import { cameraPlan, follow, screenPlan } from '../../../../client/session/quality/sendingPlan.ts';

const usual = [120_000, 400_000, 1_500_000];

test('to save data only the smallest size of a camera is sent, and later all of them again', () => {
  const encodings: RTCRtpEncodingParameters[] = usual.map((maxBitrate) => ({ active: true, maxBitrate }));
  expect(follow(cameraPlan('low', usual), encodings)).toBe(true);
  expect(encodings.map(({ active }) => active)).toEqual([true, false, false]);
  expect(follow(cameraPlan('low', usual), encodings)).toBe(false);
  expect(follow(cameraPlan('none', usual), encodings)).toBe(true);
  expect(encodings).toEqual(usual.map((maxBitrate) => ({ active: true, maxBitrate })));
});

test('a camera with one size is sent poorer', () => {
  expect(cameraPlan('low', [1_500_000])).toEqual([{ active: true, maxBitrate: 150_000 }]);
});

test('a shared screen takes less than the sound of ten people then, and always something', () => {
  for (const profile of ['text', 'motion'] as const) {
    expect(screenPlan('low', profile).maxBitrate).toBeLessThan(screenPlan('none', profile).maxBitrate / 4);
    expect(screenPlan('audioOnly', profile).active).toBe(true);
  }
});
