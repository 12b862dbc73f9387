import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoff, patience } from '../../../client/session/recovery/backoff.ts';
import { type Climb, climb, ground, type Pulse, type Step } from '../../../client/session/recovery/ladder.ts';

const fine = { connected: true, owedMs: 0, stalledMs: 0, tcpMs: 0, broken: false, shaken: false };

/** Climbs with a pulse every half second; says which steps were taken when, and when people were told. */
function follow(pulses: (Partial<Pulse> | ((at: number) => Partial<Pulse>))[]) {
  let state: Climb = ground;
  const steps: [at: number, step: Step][] = [];
  const healths: string[] = [];
  pulses.forEach((pulse, index) => {
    const at = index * 500;
    const result = climb(state, { ...fine, ...(typeof pulse === 'function' ? pulse(at) : pulse), at });
    state = result.climb;
    for (const step of result.steps) steps.push([at, step]);
    healths.push(result.health);
  });
  return { steps, healths };
}
const times = <Value>(count: number, value: Value) => Array.from({ length: count }, () => value);
/** Media stops at 0. */
const stalled = (at: number) => ({ stalledMs: at });

describe('a path over TCP', () => {
  const overTcp = (at: number) => ({ tcpMs: at });

  test('is left for UDP after a quarter of a minute, and is tried to be left less and less often', () => {
    const { steps, healths } = follow(times(1_000, overTcp));
    expect(steps).toEqual([
      [15_000, 'restartIce'],
      [45_000, 'restartIce'],
      [120_000, 'restartIce'],
      [420_000, 'restartIce'],
    ]);
    expect(new Set(healths)).toEqual(new Set(['good']));
  });

  test('that comes again is left as soon as the first', () => {
    const { steps } = follow([
      ...times(40, overTcp),
      {},
      ...times(40, (at: number) => ({ tcpMs: at - 20_500 })),
    ]);
    expect(steps.map(([at]) => at)).toEqual([15_000, 35_500]);
  });
});

describe('a path that is lost', () => {
  test('is none of anybody’s business for a moment', () => {
    expect(follow([...times(3, stalled), {}, {}])).toEqual({ steps: [], healths: times(5, 'good') });
  });

  test('is looked for after a second and a half, and people are told before three', () => {
    const { steps, healths } = follow(times(13, stalled));
    expect(steps).toEqual([
      [1500, 'restartIce'],
      [2500, 'restartIce'],
      [4500, 'restartIce'],
    ]);
    expect(healths.indexOf('suspect')).toBe(3);
    expect(healths.indexOf('lost')).toBe(4);
  });

  test('is not looked for while the server cannot be asked, but is as soon as it can', () => {
    const { steps } = follow([...times(10, (at: number) => ({ ...stalled(at), connected: false })), stalled]);
    expect(steps).toEqual([[5000, 'restartIce']]);
  });

  test('is given up for new transports after seven attempts', () => {
    const { steps } = follow(times(80, stalled));
    expect(steps.filter(([, step]) => step === 'renewMedia').map(([at]) => at)).toEqual([22_500, 35_500]);
  });

  test('is looked for first when the server is back after a long time, before anything is made anew', () => {
    const gone = times(90, (at: number) => ({ ...stalled(at), connected: false }));
    expect(follow([...gone, stalled]).steps).toEqual([[45_000, 'restartIce']]);
  });

  test('is forgotten when it is back', () => {
    const { steps, healths } = follow([...times(8, stalled), {}, ...times(3, {}), ...times(3, stalled)]);
    expect(healths.slice(8, 12)).toEqual(times(4, 'good'));
    expect(steps.map(([at]) => at)).toEqual([1500, 2500, 6000, 7000]);
  });
});

test('transports that are over are made anew at once, and not twice in ten seconds', () => {
  const { steps } = follow(times(25, { broken: true }));
  expect(steps).toEqual([
    [0, 'renewMedia'],
    [10_000, 'renewMedia'],
  ]);
});

describe('a line that owes an answer', () => {
  const owed = (at: number) => ({ owedMs: at });
  const first = (pulses: Parameters<typeof follow>[0]) =>
    follow(pulses).steps.find(([, s]) => s === 'reconnect')?.[0];

  test('is given up sooner where media stalls too, and soonest where the network changed', () => {
    expect(first(times(20, owed))).toBe(6000);
    expect(first(times(20, (at: number) => ({ ...owed(at), ...stalled(at) })))).toBe(3000);
    expect(first([{ shaken: true }, ...times(19, owed)])).toBe(1500);
  });
});

test('a change of network is reason enough for another path, once', () => {
  const { steps, healths } = follow([{}, { shaken: true }, {}, {}]);
  expect(steps).toEqual([[500, 'restartIce']]);
  expect(healths).toEqual(times(4, 'good'));
});

test('whatever happens, nobody is told of less than a second and three quarters, and everybody of more', () => {
  const pulse = fc.record({
    connected: fc.boolean(),
    owedMs: fc.integer({ min: 0, max: 8000 }),
    stalledMs: fc.integer({ min: 0, max: 30_000 }),
    tcpMs: fc.integer({ min: 0, max: 600_000 }),
    broken: fc.boolean(),
    shaken: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(pulse, { maxLength: 60 }), (pulses) => {
      let state = ground;
      let wrongSince: number | null = null;
      pulses.forEach((given, index) => {
        const at = index * 500;
        const { climb: next, health, steps } = climb(state, { ...given, at });
        const wrong = !given.connected || given.broken || given.stalledMs >= 1500 || given.owedMs >= 1500;
        wrongSince = wrong ? (wrongSince ?? at - Math.max(given.stalledMs, given.owedMs)) : null;
        const expected = wrongSince === null ? 'good' : at - wrongSince >= 1750 ? 'lost' : 'suspect';
        expect(health).toBe(expected);
        // Without the server there is nobody to agree with on anything.
        if (!given.connected) expect(steps).toEqual([]);
        expect(new Set(steps).size).toBe(steps.length);
        state = next;
      });
    }),
  );
});

test('attempts come quickly at first and spread at random, and never stop', () => {
  const limits = Array.from({ length: 33 }, (_, attempt) => backoff(attempt, 1));
  expect(limits.slice(0, 7)).toEqual([0, 300, 600, 1000, 1000, 1000, 1000]);
  expect(limits.at(-1)).toBe(7000);
  expect(backoff(5, 0.5)).toBe(500);
  expect([0, 1, 2, 3, 31, 32].map(patience)).toEqual([2500, 900, 900, 4000, 4000, 8000]);
});
