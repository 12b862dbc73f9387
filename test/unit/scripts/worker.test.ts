import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProgress } from '../../../scripts/setup/buildWorker.mjs';
import { root } from '../../../scripts/setup/project.mjs';
import { cacheFolders, ensureWorker, keep, starts, workerName } from '../../../scripts/setup/worker.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hobnob worker '));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

function program(name: string, script: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

test('a worker starts when it misses its parent, and in no other case', () => {
  expect(starts(program('worker', 'exit 41'))).toBe(true);
  expect(starts(program('other program', 'exit 0'))).toBe(false);
  expect(starts(program('worker without its libraries', 'exit 127'))).toBe(false);
  expect(starts(join(folder, 'nothing'))).toBe(false);
});

test('a worker is asked to start without the version that only its parent tells it', () => {
  vi.stubEnv('MEDIASOUP_VERSION', '3.27.1');
  expect(starts(program('worker', '[ -z "$MEDIASOUP_VERSION" ] && exit 41'))).toBe(true);
});

test('the worker that the user names is the only one asked', async () => {
  vi.stubEnv('MEDIASOUP_WORKER_BIN', program('mine', 'exit 41'));
  await expect(ensureWorker(process.execPath)).resolves.toBeUndefined();

  vi.stubEnv('MEDIASOUP_WORKER_BIN', join(folder, 'nothing'));
  await expect(ensureWorker(process.execPath)).rejects.toThrow(/MEDIASOUP_WORKER_BIN .* does not start/);
});

test('a cached worker is named after version, architecture and recipe', () => {
  const recipe = join(folder, 'recipe');
  cpSync(join(root, 'scripts/worker'), recipe, { recursive: true });
  const name = workerName('3.27.1');
  expect(name).toMatch(new RegExp(`^mediasoup-worker-3\\.27\\.1-${process.arch}-[0-9a-f]{8}$`));
  expect(workerName('3.27.1', recipe)).toBe(name);
  expect(workerName('3.27.2', recipe)).not.toBe(name);
});

test('a change of the recipe gives the worker another name, a change of its page does not', () => {
  const recipe = join(folder, 'recipe');
  cpSync(join(root, 'scripts/worker'), recipe, { recursive: true });
  const name = workerName('3.27.1', recipe);

  writeFileSync(join(recipe, 'README.md'), 'changed');
  expect(workerName('3.27.1', recipe)).toBe(name);

  writeFileSync(join(recipe, 'include/srtp.h'), 'changed');
  expect(workerName('3.27.1', recipe)).not.toBe(name);
});

test('workers are cached where the user keeps caches, or else in the project', () => {
  expect(cacheFolders({ XDG_CACHE_HOME: '/caches' })).toEqual(['/caches/hobnob', join(root, '.cache')]);
  expect(cacheFolders({ XDG_CACHE_HOME: '' })[0]).toMatch(/\.cache\/hobnob$/);
});

test('a worker is kept in the first folder that can be written to', () => {
  const worker = program('worker', 'exit 41');
  const [closed, first, second] = [join(worker, 'closed'), join(folder, 'first'), join(folder, 'second')];
  keep(worker, 'kept', [closed, first, second]);
  expect(starts(join(first, 'kept'))).toBe(true);
  expect(readdirSync(first)).toEqual(['kept']);
  expect(existsSync(second)).toBe(false);
});

test('progress is one line brought up to date on a terminal', () => {
  const progress = createProgress(true);
  expect(['2 files', 'a.cpp', 'b.cpp'].map(progress)).toEqual([
    '\r  0 of 2 files',
    '\r  1 of 2 files',
    '\r  2 of 2 files, linking',
  ]);
});

test('progress is a line for each tenth of the way elsewhere', () => {
  const progress = createProgress(false);
  const lines = ['40 files', ...Array(40).fill('x.cpp')].map(progress).filter(Boolean);
  expect(lines).toHaveLength(10);
  expect(lines[0]).toBe('  10 %: 4 of 40 files\n');
  expect(lines[9]).toBe('  100 %: 40 of 40 files\n');
});
