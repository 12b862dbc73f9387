import { expect, test } from 'vitest';
import { InterestSlug } from '../../../protocol/ids.ts';
import { createLogger } from '../../../server/log.ts';
import { Circles } from '../../../server/people/Circles.ts';
import { NoticeChoices } from '../../../server/people/NoticeChoices.ts';
import { Ties } from '../../../server/people/Ties.ts';
import { MemoryStore } from '../../../server/store/MemoryStore.ts';
import { aGuest, aRoom } from '../../contract/storeSamples.ts';

async function somebody() {
  const store = new MemoryStore();
  const ties = await Ties.load(store.ties);
  const circles = await Circles.load({ store: store.circles, ties, log: createLogger('silent') });
  const load = () => NoticeChoices.load({ store: store.notices, ties, circles });
  return { ties, circles, load, choices: await load(), id: aGuest().id };
}
const levels = ['off', 'mentions', 'live', 'all'] as const;

test('of a room one is told what means oneself, when one follows it also that it is live', async () => {
  const { ties, choices, id } = await somebody();
  const room = aRoom().id;
  const wanted = () => levels.filter((level) => choices.wants(id, 'room', room, level));
  expect(wanted()).toEqual(['off', 'mentions']);
  await ties.follow(id, room, 'room');
  expect(wanted()).toEqual(['off', 'mentions', 'live']);
  expect(choices.whoWants('room', room, 'live')).toEqual([id]);
  expect(choices.whoWants('room', room, 'all')).toEqual([]);
});

test('what was chosen holds while one follows, and in the next process', async () => {
  const { ties, load, choices, id } = await somebody();
  const room = aRoom().id;
  await ties.follow(id, room, 'room');
  await choices.choose(id, { kind: 'room', id: room, level: 'off' });
  expect(choices.wants(id, 'room', room, 'mentions')).toBe(false);
  await choices.choose(id, { kind: 'room', id: room, level: 'all' });
  expect((await load()).whoWants('room', room, 'all')).toEqual([id]);
  await ties.unfollow(id, room, 'room');
  expect(choices.whoWants('room', room, 'mentions')).toEqual([]);
  expect(choices.wants(id, 'room', room, 'mentions')).toBe(true);
  expect(choices.wants(id, 'room', room, 'live')).toBe(false);
});

test('of people one follows one is told when they are in a room, of interests only when one says so', async () => {
  const { ties, choices, id } = await somebody();
  const [friend, chess] = [aGuest().id, InterestSlug.parse('chess')];
  await ties.tie(id, friend, 'follow');
  await ties.follow(id, chess, 'interest');
  expect(choices.whoWants('person', friend, 'live')).toEqual([id]);
  expect(choices.whoWants('interest', chess, 'live')).toEqual([]);
  await choices.choose(id, { kind: 'person', id: friend, level: 'off' });
  await choices.choose(id, { kind: 'interest', id: chess, level: 'live' });
  expect(choices.whoWants('person', friend, 'live')).toEqual([]);
  expect(choices.whoWants('interest', chess, 'live')).toEqual([id]);
});

test('quiet hours are kept, and none are quiet for nobody', async () => {
  const { load, choices, id } = await somebody();
  const midnight = Date.parse('2026-11-22T00:00:00Z');
  expect(choices.isQuiet(id, midnight)).toBe(false);
  await choices.chooseQuiet(id, { from: 1_380, to: 480, zone: 'UTC' });
  expect((await load()).isQuiet(id, midnight)).toBe(true);
  await expect(choices.chooseQuiet(id, { from: 0, to: 1, zone: 'Nowhere' })).rejects.toMatchObject({
    code: 'bad_request',
  });
  await choices.chooseQuiet(id, null);
  expect((await load()).isQuiet(id, midnight)).toBe(false);
});

test('R15: of a circle one is told when somebody in it is in a room, once one says so', async () => {
  const { circles, load, choices, id } = await somebody();
  const [climber, other] = [aGuest().id, aGuest().id];
  const circle = await circles.make(id, 'Climbers');
  await circles.add(id, circle.id, climber);
  expect(choices.whoHasInCircle(climber)).toEqual([]);
  await choices.choose(id, { kind: 'circle', id: circle.id, level: 'live' });
  expect(choices.whoHasInCircle(climber)).toEqual([id]);
  expect(choices.whoHasInCircle(other)).toEqual([]);
  expect((await load()).whoHasInCircle(climber)).toEqual([id]);
  await circles.remove(id, circle.id, climber);
  expect(choices.whoHasInCircle(climber)).toEqual([]);
  await circles.add(id, circle.id, climber);
  await choices.choose(id, { kind: 'circle', id: circle.id, level: 'off' });
  expect(choices.whoHasInCircle(climber)).toEqual([]);
  await expect(choices.choose(other, { kind: 'circle', id: circle.id, level: 'live' })).rejects.toMatchObject(
    { code: 'not_found' },
  );
});
