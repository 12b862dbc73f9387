import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InterestSlug, type LoginId, type UserId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import { PushMessage } from '../../../protocol/push.ts';
import { createAccountParts } from '../../../server/accounts/accountParts.ts';
import { createLogger } from '../../../server/log.ts';
import { Circles } from '../../../server/people/Circles.ts';
import { NoticeChoices } from '../../../server/people/NoticeChoices.ts';
import { Notices } from '../../../server/people/Notices.ts';
import type { News } from '../../../server/people/noticeRules.ts';
import { Presence } from '../../../server/people/Presence.ts';
import { Pushes } from '../../../server/people/Pushes.ts';
import { Ties } from '../../../server/people/Ties.ts';
import { Whereabouts } from '../../../server/people/Whereabouts.ts';
import { MemoryStore } from '../../../server/store/MemoryStore.ts';
import { aGuest, aPushAddress, aRoom } from '../../contract/storeSamples.ts';

const [ann, bo] = [aGuest(), aGuest()];
const room = aRoom({ name: 'Repair café' });
const line: News = { kind: 'mention', who: ann, room, seq: 1, text: 'Is it rye?' };

async function scene() {
  const store = new MemoryStore();
  const log = createLogger('silent');
  const ties = await Ties.load(store.ties);
  const circles = await Circles.load({ store: store.circles, ties, log });
  const nowhere = {
    liveRooms: [],
    infos: [],
    cardOf: () => {
      throw new Error('There is no room.');
    },
  };
  const whereabouts = new Whereabouts(nowhere, { isListedFor: () => false });
  const rooms = { liveRooms: [], info: () => room, live: () => undefined };
  const presence = await Presence.load({ store: store.presences, ties, circles, whereabouts, rooms });
  const choices = await NoticeChoices.load({ store: store.notices, ties, circles });
  const audience = { mayEnter: () => true };
  const notices = new Notices({
    ...{ store, rooms, ties, audience, choices, presence },
    sanctions: { isWelcome: () => true },
  });
  const people = createAccountParts(store, Buffer.alloc(32, 7), { secure: false });
  const sent: { to: string; message: PushMessage; seconds: number; urgent: boolean; topic: string }[] = [];
  let outcome: 'taken' | 'failed' | 'gone' = 'taken';
  const pushes = new Pushes({
    ...{ store, notices, presence, log, interests: await store.interests.list() },
    ...{ logins: people.logins, accounts: people.accounts },
    sender: {
      publicKey: 'ours',
      canWriteTo: ({ endpoint }) => !endpoint.endsWith('/unreadable'),
      async send({ endpoint }, text, manner) {
        sent.push({ to: endpoint, message: PushMessage.parse(JSON.parse(text)), ...manner });
        return outcome;
      },
    },
  });
  const subscribe = async (userId: UserId, loginId: LoginId | null = null) => {
    const address = aPushAddress();
    await pushes.take(userId, loginId, address);
    return address.endpoint;
  };
  return {
    ...{ store, ties, presence, choices, notices, people, pushes, sent, subscribe },
    answer: (with_: typeof outcome) => {
      outcome = with_;
    },
    /** Tells, and lets the pause after a push pass. */
    async tell(to: UserId, news: News) {
      await notices.tell(to, news);
      await vi.advanceTimersByTimeAsync(6_000);
    },
    kept: async (of: UserId) => (await store.pushes.list(of)).length,
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('who has nothing open, or is at nothing, is told; who is here is not', async () => {
  const { presence, subscribe, tell, sent } = await scene();
  const endpoint = await subscribe(bo.id);
  await tell(bo.id, line);
  presence.arrive(bo.id, 'phone');
  await tell(bo.id, { ...line, seq: 2 });
  presence.arrive(bo.id, 'laptop');
  presence.setIdle(bo.id, 'phone', true);
  await tell(bo.id, { ...line, seq: 3 });
  presence.setIdle(bo.id, 'laptop', true);
  await tell(bo.id, { ...line, seq: 4 });
  expect(sent.map(({ to, message }) => [to, message.notice.seq])).toEqual([
    [endpoint, 1],
    [endpoint, 4],
  ]);
  expect(sent[0]).toMatchObject({
    ...{ seconds: 3_600, urgent: false },
    message: { notice: { kind: 'mention', who: { name: ann.name }, text: 'Is it rye?' }, language: 'en' },
  });
  expect(sent[0]?.topic).toMatch(/^\w{32}$/);
  expect(sent[1]?.topic).toBe(sent[0]?.topic);
});

test('nobody is told of whom they are kept apart from, nor while they want no disturbance', async () => {
  const { presence, ties, subscribe, tell, sent } = await scene();
  await subscribe(bo.id);
  await presence.choose(bo.id, { status: 'dnd', visibleTo: 'everyone' });
  await tell(bo.id, line);
  await presence.choose(bo.id, { status: 'invisible', visibleTo: 'everyone' });
  await tell(bo.id, { ...line, seq: 2 });
  await ties.tie(bo.id, ann.id, 'block');
  await tell(bo.id, { ...line, seq: 3 });
  expect(sent.map(({ message }) => message.notice.seq)).toEqual([2]);
});

test('in quiet hours only a friend who rings gets through: at once, and not for long', async () => {
  const { choices, ties, subscribe, tell, sent } = await scene();
  await subscribe(bo.id);
  await choices.chooseQuiet(bo.id, { from: 0, to: 1_439, zone: 'UTC' });
  vi.setSystemTime('2026-03-01T12:00:00Z');
  const ring: News = { kind: 'ring', who: ann, room };
  await tell(bo.id, line);
  await tell(bo.id, ring);
  expect(sent).toEqual([]);
  await ties.tie(ann.id, bo.id, 'friend');
  await ties.tie(bo.id, ann.id, 'friend');
  await tell(bo.id, ring);
  expect(sent).toMatchObject([{ message: { notice: { kind: 'ring' } }, seconds: 30, urgent: true }]);
});

test('ten lines at once are two pushes, and one when somebody comes to read them', async () => {
  const { notices, presence, subscribe, sent } = await scene();
  await subscribe(bo.id);
  const write = async () => {
    for (let seq = 1; seq <= 10; seq++) await notices.tell(bo.id, { ...line, seq });
  };
  await write();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(sent.map(({ message }) => message.notice.count)).toEqual([1]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(sent.map(({ message }) => message.notice.count)).toEqual([1, 10]);
  await write();
  presence.arrive(bo.id, 'phone');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(sent.map(({ message }) => message.notice.count)).toEqual([1, 10, 11]);
});

test('each browser is told in its language, by the name of the interest there', async () => {
  const { pushes, tell, sent } = await scene();
  await pushes.take(bo.id, null, aPushAddress({ language: 'zh' }));
  await tell(bo.id, { kind: 'live', who: null, room, interest: InterestSlug.parse('chess') });
  expect(sent).toMatchObject([{ message: { language: 'zh', interest: '棋类' } }]);
});

test('a browser that is gone is told no more; one that took nothing for long is given up', async () => {
  const { subscribe, tell, answer, kept, store } = await scene();
  const endpoint = await subscribe(bo.id);
  let seq = 0;
  const fail = async (times: number) => {
    answer('failed');
    for (let turn = 0; turn < times; turn++) await tell(bo.id, { ...line, seq: ++seq });
  };
  await fail(19);
  expect(await store.pushes.list(bo.id)).toMatchObject([{ endpoint, failures: 19 }]);
  answer('taken');
  await tell(bo.id, { ...line, seq: ++seq });
  expect(await store.pushes.list(bo.id)).toMatchObject([{ failures: 0 }]);
  await fail(20);
  expect(await kept(bo.id)).toBe(0);
  await subscribe(bo.id);
  answer('gone');
  await tell(bo.id, { ...line, seq: ++seq });
  expect(await kept(bo.id)).toBe(0);
});

test('who signs out, is signed out, or has not come for long is told there no more', async () => {
  const { people, subscribe, tell, sent, kept } = await scene();
  const open = async () => (await people.logins.open(bo.id, undefined)).login.id;
  const [here, there] = [await open(), await open()];
  await subscribe(bo.id, here);
  const endpoint = await subscribe(bo.id, there);
  await people.logins.end(bo.id, ({ id }) => id === here);
  await tell(bo.id, line);
  expect(sent.map(({ to }) => to)).toEqual([endpoint]);
  await vi.advanceTimersByTimeAsync(91 * 24 * 60 * 60_000);
  await tell(bo.id, { ...line, seq: 2 });
  expect(sent).toHaveLength(1);
  expect(await kept(bo.id)).toBe(0);
});

test('a guest who keeps the name is known by a login from then on', async () => {
  const { people, subscribe, kept } = await scene();
  await subscribe(bo.id);
  people.accounts.emit('guestGone', bo.id);
  await vi.advanceTimersByTimeAsync(0);
  expect(await kept(bo.id)).toBe(0);
});

test('keys that nobody can have are refused', async () => {
  const { pushes, kept } = await scene();
  const address = aPushAddress({ endpoint: 'https://push.example/unreadable' });
  await expect(pushes.take(bo.id, null, address)).rejects.toMatchObject({ code: 'bad_request' });
  expect(await kept(bo.id)).toBe(0);
});

test('the longest there is to tell fits into what push services take', async () => {
  const { tell, subscribe, sent } = await scene();
  await subscribe(bo.id);
  await tell(bo.id, { ...line, text: '字'.repeat(2_000) });
  const message = { ...sent[0]?.message, interest: '字'.repeat(60) };
  const named = JSON.stringify(message)
    .replace(room.name, '字'.repeat(limits.roomName * 8))
    .replace(ann.name, '字'.repeat(limits.participantName * 8));
  // Of 4,096 bytes 103 are for the keys and the seal (RFC 8291).
  expect(Buffer.byteLength(named)).toBeLessThan(3_993);
});
