import { expect, test } from 'vitest';
import { isCommonPassword } from '../../../server/accounts/commonPasswords.ts';
import { deviceWords } from '../../../server/accounts/deviceWords.ts';
import { hashPassword, isPassword, requireStrong } from '../../../server/accounts/passwords.ts';
import { codeDigest, makeCodes } from '../../../server/accounts/recoveryCodes.ts';

test('a password is known again, typed on any keyboard, and no other one is', async () => {
  const hashed = await hashPassword('caf\u00e9 au lait, twice');
  expect(hashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22}\$[^$]{43}$/);
  expect(await isPassword('cafe\u0301 au lait, twice', hashed)).toBe(true);
  expect(await isPassword('cafe au lait, twice', hashed)).toBe(false);
  expect(await isPassword('caf\u00e9 au lait, twice', null)).toBe(false);
  expect(await hashPassword('caf\u00e9 au lait, twice')).not.toBe(hashed);
});

test('with more at once than a server can hash, the next are told to wait', async () => {
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => hashPassword('quiet otters')));
  const refused = results.filter((result) => result.status === 'rejected');
  expect(refused).toHaveLength(4);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'server_busy' });
});

test.each([
  'password12',
  'Passw0rd!!',
  'iloveyou2024',
  '1234567890',
  'QWERTYUIOP',
  'zyxwvutsrq',
  'wodemima888',
  '1q2w3e4r5t',
  '111111111122',
])('"%s" is common', (password) => expect(isCommonPassword(password)).toBe(true));

test.each(['quiet otters paddle home', 'Kx9#mQ2!vR7z', '我家的猫喜欢晒太阳啊', 'marmalade on rye'])(
  '"%s" is strong enough',
  (password) => expect(() => requireStrong(password, ['priya', 'Priya S'])).not.toThrow(),
);

test('ten recovery codes are told apart, and read however they are typed', () => {
  const codes = makeCodes();
  expect(new Set(codes.map(codeDigest)).size).toBe(10);
  for (const code of codes) {
    expect(code).toMatch(/^([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}$/);
    expect(codeDigest(code.toLowerCase().replaceAll('-', ' '))).toBe(codeDigest(code));
  }
});

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36',
    'Chrome, Windows',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36 Edg/156.0',
    'Edge, Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile/15E148 Safari/604.1',
    'Safari, iPhone',
  ],
  ['curl/8.0', ''],
  [undefined, ''],
])('%s is called "%s"', (userAgent, words) => expect(deviceWords(userAgent)).toBe(words));
