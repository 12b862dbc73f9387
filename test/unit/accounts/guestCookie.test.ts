import { expect, test } from 'vitest';
import { UserId } from '../../../protocol/ids.ts';
import { createGuestCookie } from '../../../server/accounts/guestCookie.ts';

const claim = { id: UserId.parse('abcdefghijklmnopqrstuv'), language: 'zh' } as const;
const cookie = createGuestCookie(Buffer.alloc(32, 1), { secure: false });
const pair = (setCookie: string) => setCookie.split(';')[0] ?? '';

test('a device is known again by what was written', () => {
  expect(cookie.read(pair(cookie.write(claim)))).toEqual(claim);
  expect(cookie.read(`theme=dark; ${pair(cookie.write(claim))}; other=1`)).toEqual(claim);
});

test('a cookie is out of the reach of scripts and of other sites', () => {
  expect(cookie.write(claim)).toMatch(
    /^hobnob_guest=[^;]+; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/,
  );
});

test('by https the cookie is bound to the host and never sent in the clear', () => {
  const secure = createGuestCookie(Buffer.alloc(32, 1), { secure: true });
  expect(secure.write(claim)).toMatch(/^__Host-hobnob_guest=/);
  expect(secure.write(claim)).toMatch(/; Secure/);
  expect(secure.read(pair(cookie.write(claim)))).toBeNull();
});

test('forged cookies are nobody', () => {
  const value = pair(cookie.write(claim)).split('=')[1] ?? '';
  const [id, language, signature = ''] = value.split('.');
  const stranger = createGuestCookie(Buffer.alloc(32, 2), { secure: false });
  const forged = [
    undefined,
    '',
    'hobnob_guest',
    'hobnob_guest=',
    'hobnob_guest=..',
    `hobnob_guest=${id}.${language}`,
    `hobnob_guest=${id}.${language}.`,
    `hobnob_guest=${id}.en.${signature}`,
    `hobnob_guest=bbbbbbbbbbbbbbbbbbbbbb.${language}.${signature}`,
    `hobnob_guest=${id}.${language}.${signature.slice(1)}`,
    `hobnob_guest=${value}.x`,
    `hobnob_guest=%E0%A4%A`,
    `hobnob_guest=${'x'.repeat(10_000)}`,
    pair(stranger.write(claim)),
  ];
  expect(forged.map((header) => cookie.read(header))).toEqual(forged.map(() => null));
});
