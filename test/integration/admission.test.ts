import { afterEach, expect, test, vi } from 'vitest';
import { RequestError } from '../../client/session/RequestError.ts';
import { type RoomId, RoomSlug } from '../../protocol/ids.ts';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import type { Client } from '../support/Client.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { calm, FakeGauges, withWorkerAt } from '../support/FakeGauges.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { allCapabilities as rtpCapabilities } from '../support/rtp.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let gauges: FakeGauges;
let clock: FakeClock;
let server: TestServer<FakeMediaEngine>;
afterEach(() => server.close());

async function open(env: Record<string, string> = {}, store = new MemoryStore()): Promise<void> {
  gauges = new FakeGauges();
  clock = new FakeClock();
  server = await startServer({ gauges, clock, store, env: { FULL_AT: '85', ...env } });
}

async function refusalOf(asked: Promise<unknown>): Promise<RequestError> {
  const error = await asked.then(
    () => new Error('Nobody was refused.'),
    (reason: unknown) => reason,
  );
  if (error instanceof RequestError) return error;
  throw error;
}

const inside = ({ snapshot }: { snapshot: { participants: readonly { name: string }[] } }) =>
  snapshot.participants.map(({ name }) => name).sort();

/** A stage with its host, somebody who is to speak, and a listener who sit in it. */
async function evening() {
  const [host, speaker, listener] = [
    await server.person('Ann'),
    await server.person('Bob'),
    await server.person('Cleo'),
  ];
  const room = await host.openRoom({ mode: 'stage' });
  await host.join(room.slug, { rtpCapabilities });
  const snapshot = await listener.join(room.slug, { rtpCapabilities });
  await speaker.join(room.slug, { rtpCapabilities });
  return { host, speaker, listener, room, seatToken: snapshot.seatToken };
}

function seatOf({ id }: { id: RoomId }, name: string) {
  const seat = [...(server.app.rooms.live(id)?.participants.values() ?? [])].find(
    ({ person }) => person.name === name,
  );
  if (!seat) throw new Error(`${name} is not there.`);
  return seat;
}

async function back(client: Client): Promise<void> {
  await client.drop();
  await client.connect();
}

test('a newcomer is refused at once and told when to come back, though no worker answers any more', async () => {
  await open();
  const { host, room } = await evening();
  const newcomer = await server.person('Dan');
  await host.settled();
  const heard = host.heard.length;
  gauges.say(withWorkerAt(0.9));
  server.media.answer = () => new Promise(() => {});
  const refusal = await refusalOf(newcomer.join(room.slug, { rtpCapabilities }));
  expect(refusal).toMatchObject({ code: 'server_busy', retryable: true });
  expect(refusal.retryAfterMs).toBeGreaterThanOrEqual(5_000);
  expect(refusal.retryAfterMs).toBeLessThanOrEqual(10_000);
  // Those who are inside notice nothing of it, and go on.
  await host.settled();
  expect(host.heard.slice(heard)).toEqual([]);
  await host.request('chat:send', { text: 'Welcome, all of you.', clientMessageId: crypto.randomUUID() });
});

test('whoever lost the line comes back to the seat, and hosts and speakers come in anew', async () => {
  await open();
  const { host, speaker, listener, room, seatToken } = await evening();
  await host.request('role:grant', { userId: seatOf(room, 'Bob').userId, role: 'speaker' });
  await host.request('room:leave', {});
  await speaker.request('room:leave', {});
  gauges.say(withWorkerAt(0.9));
  await back(listener);
  const snapshot = await listener.join(room.slug, { rtpCapabilities, seatToken });
  expect(inside({ snapshot })).toEqual(['Cleo']);
  await host.join(room.slug, { rtpCapabilities });
  expect(inside({ snapshot: await speaker.join(room.slug, { rtpCapabilities }) })).toEqual([
    'Ann',
    'Bob',
    'Cleo',
  ]);
});

test('nobody gets past it by opening a room, or by waiting at the door of an empty one', async () => {
  await open();
  const [ann, bob] = [await server.person('Ann'), await server.person('Bob')];
  const room = await ann.openRoom({ lasting: true });
  gauges.say(withWorkerAt(0.9));
  expect((await refusalOf(bob.openRoom())).code).toBe('server_busy');
  expect((await refusalOf(bob.request('door:queue', { slug: room.slug }))).code).toBe('server_busy');
  expect(server.app.rooms.live(room.id)).toBeUndefined();
});

test('a room that one may not know of stays unknown to whoever is refused', async () => {
  await open();
  const [ann, bob] = [await server.person('Ann'), await server.person('Bob')];
  gauges.say(withWorkerAt(0.9));
  expect((await refusalOf(bob.join(RoomSlug.parse('no-such-room-there')))).code).toBe('not_found');
  await ann.settled();
});

test('when the load is gone all come in', async () => {
  await open();
  const { room } = await evening();
  const newcomers = await Promise.all(['Dan', 'Eve', 'Fay'].map((name) => server.person(name)));
  gauges.say(withWorkerAt(0.9));
  for (const newcomer of newcomers) await refusalOf(newcomer.join(room.slug));
  clock.wind(3_000);
  gauges.say(calm);
  // Not all in the same moment.
  clock.wind(1_000);
  await Promise.all(newcomers.map((newcomer) => newcomer.join(room.slug)));
  expect(server.app.rooms.live(room.id)?.participants.size).toBe(6);
});

test('whom a host sends into another room comes in there', async () => {
  await open();
  const { host, listener, room } = await evening();
  const { slug } = await host.request('tree:open', { name: 'Side room' });
  gauges.say(withWorkerAt(0.9));
  await host.request('tree:move', { participantId: seatOf(room, 'Cleo').id, slug });
  expect(inside({ snapshot: await listener.join(slug, { rtpCapabilities }) })).toEqual(['Cleo']);
});

test('the last connections are for those who have a seat', async () => {
  await open({ CONNECTIONS: '10' });
  const { host, listener, room, seatToken } = await evening();
  const others = [];
  for (let i = 0; i < 6; i++) others.push(await server.client());
  const refused = await server.client().catch((error: unknown) => error);
  expect(refused).toMatchObject({ data: { code: 'server_busy', retryable: true } });
  await listener.drop();
  others.push(await server.client());
  await listener.connect();
  await listener.join(room.slug, { seatToken });
  await host.settled();
});

/** A store, and how often it was asked so far for an account and for a login. */
function watched() {
  const store = new MemoryStore();
  const asked = [vi.spyOn(store.accounts, 'find'), vi.spyOn(store.logins, 'find')];
  return { store, times: () => asked.map(({ mock }) => mock.calls.length) };
}

const busy = { data: { code: 'server_busy', retryable: true } };
// Of a login nobody but the store knows whose it is, and whether they have a seat.
const login = { cookie: 'hobnob_login=of-nobody' };

test('of those for whom the last connections are not the store is asked for nobody but who may be signed in', async () => {
  const { store, times } = watched();
  await open({ CONNECTIONS: '10' }, store);
  await evening();
  const late = await server.client();
  await late.drop();
  for (let i = 0; i < 6; i++) await server.client();
  const [accounts = 0, logins = 0] = times();
  await expect(server.client(login)).rejects.toMatchObject(busy);
  expect(times()).toEqual([accounts, logins + 1]);
  await expect(late.connect()).rejects.toMatchObject(busy);
  await expect(server.client({ cookie: null })).rejects.toMatchObject(busy);
  expect(times()).toEqual([accounts, logins + 1]);
});

test('beyond the last connection there is nobody for whom the store is asked', async () => {
  const { store, times } = watched();
  await open({ CONNECTIONS: '10' }, store);
  const { host } = await evening();
  for (let i = 0; i < 6; i++) await server.client();
  await server.client({ cookie: host.cookie });
  const before = times();
  await expect(server.client(login)).rejects.toMatchObject(busy);
  await expect(server.client({ cookie: host.cookie })).rejects.toMatchObject(busy);
  expect(times()).toEqual(before);
});

test('a server that is told so lets everybody in, whatever it reads', async () => {
  await open({ FULL_AT: 'off' });
  const { room } = await evening();
  gauges.say(withWorkerAt(1));
  await (await server.person('Dan')).join(room.slug);
});
