import { beforeEach, describe, expect, test } from 'vitest';
import { Headroom } from '../../../server/load/Headroom.ts';
import { FakeClock } from '../../support/FakeClock.ts';
import { calm, withWorkerAt } from '../../support/FakeGauges.ts';

let clock: FakeClock;
let headroom: Headroom;
beforeEach(() => {
  clock = new FakeClock();
  headroom = new Headroom(0.85, () => clock.now());
});

/** How many of those who come right now get in, each done at once. */
function comers(most = 1_000): number {
  let inside = 0;
  while (inside < most && headroom.refusal() === null) {
    headroom.enter()();
    inside++;
  }
  return inside;
}

test('there is room before anything was read', () => {
  expect(headroom.refusal()).toBeNull();
  expect(headroom.full).toBeNull();
});

describe('what is at its end says so', () => {
  test.each([
    ['worker', withWorkerAt(0.86)],
    ['node', { ...calm, nodeBusy: 0.86 }],
    ['allotted', { ...calm, allotted: 0.96 }],
    ['lag', { ...calm, lagMs: 81 }],
    ['memory', { ...calm, memory: { ...calm.memory, share: 0.94 } }],
    ['media', { ...calm, mediaSilent: true }],
  ] as const)('%s', (reason, readings) => {
    headroom.read(readings);
    expect(headroom.full).toBe(reason);
    expect(headroom.refusal()).toBe(reason);
  });

  test('and what others do on the machine is nothing as long as nobody waits for them', () => {
    headroom.read({ ...calm, machine: 1 });
    expect(headroom.refusal()).toBeNull();
  });

  test('and the busiest worker counts', () => {
    const [idle] = calm.workers;
    headroom.read({
      ...calm,
      workers: [...(idle ? [idle] : []), { pid: 2, cpu: 0.2, busy: 0.9, memory: 1 }],
    });
    expect(headroom.full).toBe('worker');
  });

  test('and workers of other machines count as long as one of them has room', () => {
    const elsewhere = (...busy: number[]) => ({
      ...withWorkerAt(0.9),
      media: { ...calm.media, elsewhere: busy.map((busy) => ({ name: `at ${busy}`, busy })) },
    });
    headroom.read(elsewhere(1, 0.3));
    expect(headroom.refusal()).toBeNull();
    headroom.read(elsewhere(1, 0.9));
    expect(headroom.refusal()).toBe('worker');
  });
});

describe('a server that was full', () => {
  beforeEach(() => headroom.read(withWorkerAt(0.9)));

  test('stays so when it is just below its end', () => {
    clock.wind(10_000);
    headroom.read(withWorkerAt(0.84));
    expect(headroom.refusal()).toBe('worker');
  });

  test('stays so for three seconds whatever is read', () => {
    clock.wind(2_000);
    headroom.read(calm);
    expect(headroom.refusal()).toBe('worker');
    clock.wind(1_000);
    headroom.read(calm);
    expect(headroom.refusal()).toBeNull();
  });

  test('has room again when it is halfway back to where slowness begins', () => {
    clock.wind(3_000);
    headroom.read(withWorkerAt(0.78));
    expect(headroom.full).toBe('worker');
    headroom.read(withWorkerAt(0.77));
    expect(headroom.full).toBeNull();
  });

  test('saves up no places meanwhile', () => {
    expect(headroom.pace).toBe(0);
    clock.wind(60_000);
    headroom.read(withWorkerAt(0.77));
    expect(comers()).toBeLessThanOrEqual(15);
  });
});

describe('the pace of newcomers', () => {
  test('lets a company of two hundred in at once, and sixty a second after them', () => {
    expect(comers()).toBe(200);
    expect(headroom.refusal()).toBe('pace');
    clock.wind(1_000);
    expect(comers()).toBe(60);
  });

  test('shrinks between slow and full', () => {
    const paces = [0.7, 0.75, 0.8, 0.84, 0.85].map((cpu) => {
      headroom.read(withWorkerAt(cpu));
      return headroom.pace;
    });
    expect(paces[0]).toBe(60);
    expect(paces.slice(1)).toEqual([...paces.slice(1)].sort((a, b) => b - a));
    expect(paces[1]).toBeCloseTo(10);
    expect(paces[3]).toBeCloseTo(1);
    expect(paces[4]).toBe(0);
  });

  test('lets nobody in for what was saved up while there was room', () => {
    headroom.read(withWorkerAt(0.795));
    expect(comers()).toBe(5);
    clock.wind(10_000);
    expect(comers()).toBe(5);
  });

  test('lets one in after a while where it is less than one a second', () => {
    headroom.read(withWorkerAt(0.845));
    comers();
    clock.wind(1_000);
    expect(comers()).toBe(0);
    clock.wind(1_001);
    expect(comers()).toBe(1);
  });

  test('counts those who come in whatever is measured', () => {
    headroom.read(withWorkerAt(0.795));
    for (let i = 0; i < 5; i++) headroom.enter();
    expect(headroom.refusal()).toBe('pace');
  });
});

test('a hundred on the way in are enough, and one who is in makes a place', () => {
  const arrived = Array.from({ length: 100 }, () => headroom.enter());
  expect(headroom.refusal()).toBe('underWay');
  arrived[0]?.();
  arrived[0]?.();
  expect(headroom.refusal()).toBeNull();
  headroom.enter();
  expect(headroom.refusal()).toBe('underWay');
});
