import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLife, removeLife, writeLife } from '../../../server/supervisor/lifeFile.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hobnob-life-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, 'supervisor.json');

test('a supervisor that lives is found by what it wrote last, until it takes that away', () => {
  expect(readLife(folder)).toBeUndefined();
  writeLife(folder, { serverPid: 7, handOver: null });
  const handOver = { number: 1, state: 'done', tookMs: 900, refusedMs: 60 } as const;
  writeLife(folder, { serverPid: 8, handOver });
  expect(readLife(folder)).toMatchObject({ pid: process.pid, serverPid: 8, handOver });
  expect(readdirSync(folder)).toEqual(['supervisor.json']);
  removeLife(folder);
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  ['a process that is gone', { pid: 2 ** 30 }],
  ['a process that is another by now', { birth: '1' }],
  ['no process', { pid: null }],
])('what is left of %s is no supervisor', (_what, change) => {
  writeLife(folder, { serverPid: 7, handOver: null });
  writeFileSync(file(), JSON.stringify({ ...JSON.parse(readFileSync(file(), 'utf8')), ...change }));
  expect(readLife(folder)).toBeUndefined();
});

test('a broken file is no supervisor', () => {
  writeFileSync(file(), '{"pid": 1');
  expect(readLife(folder)).toBeUndefined();
});

test('what another supervisor wrote is left to it', () => {
  writeLife(folder, { serverPid: 7, handOver: null });
  const others = JSON.stringify({ ...JSON.parse(readFileSync(file(), 'utf8')), pid: process.ppid });
  writeFileSync(file(), others);
  removeLife(folder);
  expect(readFileSync(file(), 'utf8')).toBe(others);
});
