import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { startServer } from '../../support/startServer.ts';
import { Evening, type House } from './Evening.ts';
import { stubBrowser } from './stubBrowser.ts';

// Most of an evening is waiting, so several houses have theirs at once.
const houses = 10;
const eveningsEach = 20;

async function openHouse(): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'hobnob-mute-'));
  const start = () => startServer({ folder, env: { ROOM_EMPTY_PAUSE: '1' } });
  const house: House = {
    server: await start(),
    async restart() {
      await house.server.close();
      house.server = await start();
    },
    async close() {
      await house.server.close();
      rmSync(folder, { recursive: true });
    },
  };
  return house;
}

beforeAll(stubBrowser);

// Once these ended with a microphone that only one end knew of, with the call, or never.
const formerFaults: [Happening[]][] = [
  [['host mutes', 'another tab', 'opens', 'a moment', 'cut']],
  [['opens', 'rest', 'cut', 'crash', 'host mutes', 'host mutes']],
  [['host mutes', 'renew', 'rest', 'opens', 'a moment', 'cut', 'host mutes', 'host mutes']],
  [['opens', 'rest', 'renew', 'a moment', 'restart', 'mutes', 'crash', 'opens']],
];

// A microphone that never opens keeps every promise.
let timesOpen = 0;

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
    if (!(await evening.rest())) return;
    expect(evening.mayBeOpen).toBe(true);
    timesOpen++;
  },
};
type Happening = keyof typeof happenings;

test('no way back opens a microphone: only the last word of its owner does, if no host muted it since', {
  timeout: 120_000,
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
  const spend = async (house: House, steps: readonly Happening[]) => {
    const evening = await Evening.begin(house);
    try {
      for (const name of [...steps, 'rest'] as const) await happenings[name](evening);
    } finally {
      await evening.end();
    }
  };
  const evenings = Array.from({ length: houses }, async () => {
    const house = await openHouse();
    const property = fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), (steps) =>
      spend(house, steps),
    );
    await fc.assert(property, { numRuns: eveningsEach, examples: formerFaults }).finally(() => house.close());
  });
  await Promise.all(evenings);
  expect(timesOpen).toBeGreaterThan(2 * eveningsEach);
});
