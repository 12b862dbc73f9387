import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Ceremonies } from '../../../server/accounts/Ceremonies.ts';
import { ownCookie } from '../../../server/accounts/ownCookie.ts';
import { keyFor } from '../../../server/accounts/signing.ts';

const cookie = ownCookie('hobnob_passkey', { secure: false });
const ceremonies = () => new Ceremonies(cookie, keyFor('passkeys', Buffer.alloc(32, 1)));
const gone = expect.objectContaining({ code: 'gone' });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a challenge is answered once, within five minutes', () => {
  const own = ceremonies();
  const { challenge, setCookie } = own.begin('sign-in', '');
  const [sent] = setCookie.split(';');
  expect(own.end('sign-in', '', sent)).toBe(challenge);
  expect(() => own.end('sign-in', '', sent)).toThrow(gone);

  const [late] = own.begin('sign-in', '').setCookie.split(';');
  vi.advanceTimersByTime(5 * 60_000 + 1);
  expect(() => own.end('sign-in', '', late)).toThrow(gone);
  // Forgotten as used by now, and too old all the same.
  expect(() => own.end('sign-in', '', sent)).toThrow(gone);
});

test('a challenge is good for its purpose, its person and the server that signed it', () => {
  const own = ceremonies();
  const [sent] = own.begin('create', 'ann').setCookie.split(';');
  expect(() => own.end('sign-in', 'ann', sent)).toThrow(gone);
  expect(() => own.end('create', 'bo', sent)).toThrow(gone);
  expect(() => own.end('create', 'ann', undefined)).toThrow(gone);
  const [value = ''] = (sent ?? '').split('=').slice(1);
  const [challenge, , signature] = value.split('.');
  const longer = `hobnob_passkey=${challenge}.${Date.now() + 10 ** 9}.${signature}`;
  expect(() => own.end('create', 'ann', longer)).toThrow(gone);
  const other = new Ceremonies(cookie, keyFor('passkeys', Buffer.alloc(32, 2)));
  expect(() => other.end('create', 'ann', sent)).toThrow(gone);
  expect(own.end('create', 'ann', sent)).toBe(challenge);
});
