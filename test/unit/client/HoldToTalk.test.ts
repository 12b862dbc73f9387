import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { canBeHeld, HoldToTalk } from '../../../client/session/HoldToTalk.svelte.ts';
import { MemoryStorage } from './MemoryStorage.ts';

beforeEach(() => vi.stubGlobal('localStorage', new MemoryStorage()));
afterEach(() => vi.unstubAllGlobals());

test('Space is held until another key is chosen, which is there again at the next visit', () => {
  const hold = new HoldToTalk();
  expect([hold.wanted, hold.key.code]).toEqual([false, 'Space']);
  hold.want(true);
  hold.choose({ code: 'KeyG', name: 'g' });
  const again = new HoldToTalk();
  expect([again.wanted, again.key]).toEqual([true, { code: 'KeyG', name: 'g' }]);
});

test.each(['not JSON', '{"wanted":"yes","key":{"code":"F5","name":"F5"}}', '{"key":null}'])(
  'what cannot have been kept is not taken: %s',
  (kept) => {
    localStorage.setItem('hobnob.hold', kept);
    const hold = new HoldToTalk();
    expect([hold.wanted, hold.key.code]).toEqual([false, 'Space']);
  },
);

test.each([
  ['Space', ' ', true],
  ['KeyG', 'g', true],
  ['Backquote', 'Dead', true],
  ['KeyM', 'M', false],
  // Where M lies on a French keyboard.
  ['Semicolon', 'm', false],
  ['Tab', 'Tab', false],
  ['Escape', 'Escape', false],
  ['F5', 'F5', false],
])('%s with %j on it can be held: %s', (code, name, expected) => {
  expect(canBeHeld({ code, name }, 'mv')).toBe(expected);
});
