import { expect, test } from 'vitest';
import { readFrames, writeFrame } from '../../../bench/clients/frames.ts';

function serverFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head =
    payload.length < 126 ? [0x81, payload.length] : [0x81, 126, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from(head), payload]);
}

test('whole frames are cut off, the beginning of another one is left', () => {
  const data = Buffer.concat([
    serverFrame('one'),
    serverFrame('x'.repeat(300)),
    serverFrame('two').subarray(0, 3),
  ]);
  const { texts, rest } = readFrames(data);
  expect(texts).toEqual(['one', 'x'.repeat(300)]);
  expect(rest).toEqual(serverFrame('two').subarray(0, 3));
});

test('a head of which not all has come is left too', () => {
  const begin = serverFrame('x'.repeat(300)).subarray(0, 3);
  expect(readFrames(begin)).toEqual({ texts: [], rest: begin });
});

test('the frame of a client is masked and carries its length', () => {
  expect([...writeFrame('hi')]).toEqual([0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]);
  expect([...writeFrame('x'.repeat(200)).subarray(0, 4)]).toEqual([0x81, 0xfe, 0, 200]);
});
