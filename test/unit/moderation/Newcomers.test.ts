import { expect, test } from 'vitest';
import type { RoomId, UserId } from '../../../protocol/ids.ts';
import type { Role } from '../../../protocol/ranks.ts';
import { readConfig } from '../../../server/config.ts';
import { Newcomers, whileNew } from '../../../server/moderation/Newcomers.ts';
import { type Comer, untraced } from '../../../server/moderation/traces.ts';
import { aRoom } from '../../contract/storeSamples.ts';
import { FakeClock } from '../../support/FakeClock.ts';

const ms = readConfig({}).newcomerMs;
const refused = { code: 'new_here_less' };
const later = { code: 'new_here', retryAfterMs: expect.any(Number) };

function newcomers({ role = 'visitor' as Role, friends = false, accountAt = 0, forMs = ms } = {}) {
  const clock = new FakeClock();
  const found = { handle: null, password: null, createdAt: accountAt || clock.now() };
  const rule = new Newcomers({
    ms: forMs,
    clock,
    store: { accounts: { find: async (id: UserId) => ({ id, ...found }) } },
    roles: { of: () => role },
    ties: { areFriends: () => friends },
  });
  const info = aRoom();
  const comer = (more: Partial<Comer> = {}): Comer => ({
    ...untraced,
    userId: 'ann' as UserId,
    guest: true,
    deviceSince: clock.now(),
    ...more,
  });
  const ann = comer();
  let id = 0;
  const say = (text: string, { mentions = 0, who = ann, lineId = String(id++) } = {}) =>
    rule.requireLine({ info, comer: who, text, mentions }, lineId);
  return { clock, rule, info, comer, ann, say };
}

test('a house that says nothing of it holds people to less for ten minutes', () => {
  expect(ms).toBe(600_000);
  expect(readConfig({ NEWCOMER_MINUTES: '0' }).newcomerMs).toBe(0);
});

test('a browser is new from its first visit on, until the time is over, whoever is there by then', async () => {
  const { clock, rule, ann, comer } = newcomers();
  expect(await rule.leftOf(ann)).toBe(ms);
  clock.wind(ms - 1);
  expect(await rule.leftOf({ ...ann, userId: 'another' as UserId })).toBe(1);
  clock.wind(1);
  expect(await rule.leftOf(ann)).toBe(0);
  expect(await rule.leftOf(comer())).toBe(ms);
});

test('who brings no mark of a browser is new from when they are first seen, and not for ever', async () => {
  const { clock, rule, comer } = newcomers();
  const unmarked = comer({ deviceSince: null });
  expect(await rule.leftOf(unmarked)).toBe(ms);
  clock.wind(ms);
  expect(await rule.leftOf(unmarked)).toBe(0);
});

test('an account is as old as it is, in a new browser too', async () => {
  const old = newcomers({ accountAt: 1 });
  expect(await old.rule.leftOf(old.comer({ guest: false }))).toBe(0);
  expect(await old.rule.leftOf(old.comer())).toBe(ms);
  const young = newcomers();
  expect(await young.rule.leftOf(young.comer({ guest: false }))).toBe(ms);
});

test('so many lines a minute, and the next one when the first is a minute old', async () => {
  const { clock, say } = newcomers();
  for (let line = 0; line < whileNew.linesAMinute; line++) {
    await say(`Line ${line}`);
    clock.wind(1_000);
  }
  const wait = 60_000 - whileNew.linesAMinute * 1_000;
  await expect(say('One more')).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: wait });
  clock.wind(wait);
  await expect(say('One more')).resolves.toBeUndefined();
});

test('a line sent again under its own id is the same line, and is never one too many', async () => {
  const { say } = newcomers();
  for (let line = 0; line < whileNew.linesAMinute; line++) await say(`Line ${line}`);
  await expect(say('Line 0 once more', { lineId: '0' })).resolves.toBeUndefined();
});

test('a line under the same id in another room is another line', async () => {
  const { rule, ann } = newcomers();
  const says = (room: number) =>
    rule.requireLine({ info: aRoom(), comer: ann, text: `Hello ${room}`, mentions: 0 }, 'the same');
  for (let room = 0; room < whileNew.linesAMinute; room++) await says(room);
  await expect(says(whileNew.linesAMinute)).rejects.toMatchObject({ code: 'rate_limited' });
});

test('the same words twice are refused, however they are written, but not a short answer', async () => {
  const { say } = newcomers();
  await say('Look what I have for you');
  await expect(say('LOOK what  I have for yóu')).rejects.toMatchObject(refused);
  await say('x.com');
  await expect(say('x.com')).rejects.toMatchObject(refused);
  await say('Yes');
  await expect(say('Yes')).resolves.toBeUndefined();
});

test('one link and three names in a line, in changed lines and questions too', async () => {
  const { say, rule, info, ann } = newcomers();
  await expect(say('See https://a.com and b.org')).rejects.toMatchObject(refused);
  await expect(say('See https://a.com')).resolves.toBeUndefined();
  await expect(say('Hello all of you', { mentions: 4 })).rejects.toMatchObject(refused);
  await expect(say('Hello you three', { mentions: 3 })).resolves.toBeUndefined();
  const changed = { info, comer: ann, text: 'a.com b.com', mentions: 0 };
  await expect(rule.requireModest(changed)).rejects.toMatchObject(refused);
});

test('no file, three requests to be friends, two rooms, and five rooms in a minute', async () => {
  const { clock, rule, info, ann } = newcomers();
  await expect(rule.requireFile(info, ann)).rejects.toMatchObject(later);
  await expect(rule.requireFile(undefined, ann)).rejects.toMatchObject(later);
  for (const other of ['b', 'c', 'd', 'b']) await rule.requireFriend(ann, other as UserId);
  await expect(rule.requireFriend(ann, 'e' as UserId)).rejects.toMatchObject(later);
  for (const id of ['1', '2']) await rule.requireRoom(ann, id);
  await expect(rule.requireRoom(ann, '3')).rejects.toMatchObject(later);
  const step = (id: string) => rule.requireStep({ ...info, id: id as RoomId }, ann);
  for (const id of ['1', '2', '3', '4', '5', '1']) await step(id);
  await expect(step('6')).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 60_000 });
  clock.wind(60_000);
  await expect(step('6')).resolves.toBeUndefined();
});

test.each<[string, Parameters<typeof newcomers>[0]]>([
  ['whom the room gave a role', { role: 'guest' }],
  ['friends of whoever opened the room', { friends: true }],
  ['everybody in a house that does not want it', { forMs: 0 }],
])('%s are held to nothing', async (_who, options) => {
  const { rule, info, ann, say } = newcomers(options);
  for (let line = 0; line < 20; line++) await say('See a.com and b.com', { mentions: 20 });
  await rule.requireFile(info, ann);
  expect(await rule.leftIn(info, ann)).toBe(0);
});

test('what was done by others, or an age ago, holds nobody back', async () => {
  const { clock, rule, comer, say } = newcomers();
  for (const id of ['1', '2']) await rule.requireRoom(comer(), id);
  await expect(rule.requireRoom(comer({ userId: 'bo' as UserId }), '3')).resolves.toBeUndefined();
  await say('Look what I have for you');
  clock.wind(ms);
  await expect(say('Look what I have for you', { who: comer() })).resolves.toBeUndefined();
});

test('who was given a link to friends is not held to less there', async () => {
  const { rule, info, ann } = newcomers();
  expect(await rule.leftIn(info, ann)).toBe(ms);
  for (const visibility of ['link', 'friends', 'circle', 'members', 'direct'] as const) {
    expect(await rule.leftIn({ ...info, visibility }, ann), visibility).toBe(0);
  }
});
