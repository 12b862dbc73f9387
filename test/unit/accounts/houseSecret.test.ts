import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { houseSecret } from '../../../server/accounts/houseSecret.ts';
import { MemoryStore } from '../../../server/store/MemoryStore.ts';

const folder = mkdtempSync(join(tmpdir(), 'hobnob-secret-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the secret of a server alone is made once, and only its owner may read it', async () => {
  const dataDir = join(folder, 'alone');
  const secret = await houseSecret(dataDir, null);
  expect(secret).toHaveLength(32);
  expect(await houseSecret(dataDir, null)).toEqual(secret);
  expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600);
  writeFileSync(join(dataDir, 'secret'), 'short');
  await expect(houseSecret(dataDir, null)).rejects.toThrow('32 bytes');
});

test('servers with one store have one secret, and leave none in their folders', async () => {
  const { secrets } = new MemoryStore();
  const [north, south] = [join(folder, 'north'), join(folder, 'south')];
  const [one, other] = await Promise.all([houseSecret(north, secrets), houseSecret(south, secrets)]);
  expect(one).toHaveLength(32);
  expect(other).toEqual(one);
  expect([north, south].some((dataDir) => existsSync(join(dataDir, 'secret')))).toBe(false);
});

test('a server that was alone takes its secret along, once', async () => {
  const { secrets } = new MemoryStore();
  const [moved, late] = [join(folder, 'moved'), join(folder, 'late')];
  const before = await houseSecret(moved, null);
  await houseSecret(late, null);
  expect(await houseSecret(moved, secrets)).toEqual(before);
  expect(await houseSecret(late, secrets)).toEqual(before);
});
