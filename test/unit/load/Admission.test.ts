import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../server/errors.ts';
import { Admission } from '../../../server/load/Admission.ts';
import { Headroom } from '../../../server/load/Headroom.ts';
import { FakeClock } from '../../support/FakeClock.ts';
import { calm, withWorkerAt } from '../../support/FakeGauges.ts';

const nobody = () => false;
const somebody = () => true;

let clock: FakeClock;
let headroom: Headroom;
let random = 0;
let admission: Admission;
let refused: string[];
beforeEach(() => {
  clock = new FakeClock();
  headroom = new Headroom(0.85, () => clock.now());
  random = 0;
  admission = new Admission({ headroom, mostSockets: 100, clock, random: () => random });
  refused = [];
  admission.on('refused', (reason) => refused.push(reason));
});

function refusalOf(act: () => unknown): AppError {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('Nobody was refused.');
}

test('everybody comes in while there is room, and nobody asks who they are', () => {
  const asked = () => {
    throw new Error('asked');
  };
  admission.enter(asked)();
  admission.requireRoom();
  expect(refused).toEqual([]);
});

describe('in a server that is full', () => {
  beforeEach(() => headroom.read(withWorkerAt(0.9)));

  test('a newcomer is told to come back in five seconds or later', () => {
    expect(refusalOf(() => admission.enter(nobody))).toMatchObject({
      code: 'server_busy',
      retryAfterMs: 5_000,
    });
    random = 1;
    expect(refusalOf(() => admission.requireRoom()).retryAfterMs).toBe(10_000);
    expect(refused).toEqual(['worker', 'worker']);
  });

  test('whom the room cannot do without comes in', () => {
    admission.enter(somebody)();
    expect(refused).toEqual([]);
  });

  test('the more are refused the later they come back, together fifty a second, in a minute at most', () => {
    for (let i = 0; i < 999; i++) refusalOf(() => admission.enter(nobody));
    random = 1;
    expect(refusalOf(() => admission.enter(nobody)).retryAfterMs).toBe(25_000);
    clock.wind(10_000);
    expect(refusalOf(() => admission.enter(nobody)).retryAfterMs).toBe(25_020);
    for (let i = 0; i < 5_000; i++) refusalOf(() => admission.enter(nobody));
    expect(refusalOf(() => admission.enter(nobody)).retryAfterMs).toBe(60_000);
    clock.wind(20_000);
    expect(refusalOf(() => admission.enter(nobody)).retryAfterMs).toBe(10_000);
  });

  test('everybody comes in again when there is room', () => {
    clock.wind(3_000);
    headroom.read(calm);
    admission.enter(nobody)();
  });
});

test('who comes faster than anybody can measure is told to come back in a second', () => {
  for (let i = 0; i < 200; i++) admission.enter(nobody)();
  expect(refusalOf(() => admission.enter(nobody)).retryAfterMs).toBe(1_000);
  expect(refused).toEqual(['pace']);
});

test('the last connections are for those who have a seat, and beyond them there are none', () => {
  admission.requireSocket(90, nobody);
  expect(refusalOf(() => admission.requireSocket(91, nobody)).code).toBe('server_busy');
  admission.requireSocket(100, somebody);
  expect(refusalOf(() => admission.requireSocket(101, somebody)).code).toBe('server_busy');
  expect(refused).toEqual(['sockets', 'sockets']);
});

test('where nothing is to decide everybody comes in', () => {
  const open = new Admission({ headroom: null, mostSockets: 100, clock });
  for (let i = 0; i < 1_000; i++) open.enter(nobody);
  open.requireRoom();
});
