import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { isRunning, workerPids } from '../support/processes.ts';

const main = join(import.meta.dirname, '../../server/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'hobnob-orphans-'));
afterEach(() => rmSync(folder, { recursive: true }));

test('no media worker outlives a server that was killed', async () => {
  const env = { HOST: '127.0.0.1', PORT: '0', DATA_DIR: folder, RTC_PORT: '0', RTC_WORKERS: '2' };
  const server = spawn(process.execPath, [main], {
    env: { ...process.env, ...env, LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  const greeting = once(server.stdout, 'data').then(String);
  expect(await Promise.race([greeting, ended])).toContain('http');
  const pids = workerPids(server.pid);
  expect(pids).toHaveLength(3);
  server.kill('SIGKILL');
  await ended;
  const left = () => pids.filter(isRunning);
  await expect.poll(left, { timeout: 2_000 }).toEqual([]);
});
