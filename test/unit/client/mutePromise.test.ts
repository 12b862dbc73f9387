import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startServer } from '../../support/startServer.ts';
import { Evening, type House } from './Evening.ts';

const folder = mkdtempSync(join(tmpdir(), 'hobnob-mute-'));
const start = () => startServer({ folder, env: { ROOM_EMPTY_PAUSE: '1' } });
let house: House;

beforeAll(async () => {
  vi.stubGlobal('MediaStream', class {});
  vi.stubGlobal(
    'AudioContext',
    class {
      createAnalyser = () => ({ fftSize: 0 });
      createMediaStreamSource = () => ({ connect: () => {} });
      close = async () => {};
    },
  );
  house = {
    server: await start(),
    async restart() {
      await this.server.close();
      this.server = await start();
    },
  };
});
afterAll(async () => {
  await house.server.close();
  rmSync(folder, { recursive: true });
});

const happenings = {
  opens: (evening: Evening) => evening.opens(),
  mutes: (evening: Evening) => evening.mutes(),
  'host mutes': (evening: Evening) => evening.hostMutes(),
  cut: (evening: Evening) => evening.cut(),
  renew: (evening: Evening) => evening.renew(),
  crash: (evening: Evening) => evening.crash(),
  restart: (evening: Evening) => evening.restart(),
  'another tab': (evening: Evening) => evening.moveToAnotherTab(),
  'a moment': () => sleep(3),
  rest: async (evening: Evening) => {
    if (await evening.rest()) expect(evening.mayBeOpen).toBe(true);
  },
};
type Happening = keyof typeof happenings;

test('no way back opens a microphone: only the last word of its owner does, if no host muted it since', {
  timeout: 240_000,
}, async () => {
  const weighted: [number, Happening][] = [
    [6, 'opens'],
    [2, 'mutes'],
    [4, 'host mutes'],
    [3, 'cut'],
    [2, 'renew'],
    [2, 'crash'],
    [1, 'restart'],
    [1, 'another tab'],
    [3, 'a moment'],
    [5, 'rest'],
  ];
  const step = fc.oneof(...weighted.map(([weight, name]) => ({ weight, arbitrary: fc.constant(name) })));
  const run = async (steps: Happening[]) => {
    const evening = await Evening.begin(house);
    try {
      for (const name of [...steps, 'rest'] as const) await happenings[name](evening);
    } finally {
      await evening.end();
    }
  };
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), run), { numRuns: 200 });
});
