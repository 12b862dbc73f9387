import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClientMessageId, UserId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const say = (client: Client, text: string, mentions: UserId[] = []) =>
  client.request('chat:send', { clientMessageId: crypto.randomUUID() as ClientMessageId, text, mentions });

async function openRoom(...names: string[]) {
  const clients = await Promise.all(names.map((name) => server.person(name)));
  const [host] = clients as [Client, ...Client[]];
  const room = await host.openRoom();
  const people = new Map<string, UserId>();
  for (const client of clients) {
    const { participants, selfId } = await client.join(room.slug);
    const self = participants.find(({ id }) => id === selfId);
    if (self) people.set(self.name, self.userId);
  }
  const idOf = (name: string) => people.get(name) ?? ('' as UserId);
  return { room, clients: clients as [Client, Client, ...Client[]], idOf };
}

test('R6: whoever comes an hour later reads what was said, with a mark where they stopped', async () => {
  const { room, clients, idOf } = await openRoom('Ann', 'Bob');
  const [ann, bob] = clients;
  await say(ann, 'one');
  await say(bob, 'two');
  await bob.request('chat:read', { seq: 2 });
  await bob.request('room:leave', {});
  for (let n = 3; n <= 80; n++) await say(ann, n === 50 ? '@Bob, look' : `line ${n}`, [idOf('Bob')]);

  const { messages, moreMessages, chatRead } = await bob.join(room.slug);
  expect([messages[0]?.seq, messages.at(-1)?.seq, moreMessages]).toEqual([31, 80, true]);
  expect(chatRead).toEqual({ seq: 2, mentions: [50] });
  const around = await bob.request('chat:around', { seq: 3 });
  expect(around).toMatchObject({ more: false, later: true });
  expect(around.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 28 }, (_, n) => n + 1));
  const next = await bob.request('chat:after', { seq: 28 });
  expect([next.messages[0]?.seq, next.messages.at(-1)?.seq, next.more]).toEqual([29, 78, true]);
});

test('R10: what was read in one tab is read in the others, and on the next device', async () => {
  const { room, clients } = await openRoom('Ann', 'Bob');
  const [ann, bob] = clients;
  await say(ann, 'one');
  const tab = await server.client({ cookie: bob.cookie });
  await tab.join(room.slug, { companion: true });
  const heard = bob.next('chat:readUpTo');
  await tab.request('chat:read', { seq: 1 });
  expect(await heard).toEqual({ seq: 1 });
  await tab.settled();
  expect(tab.all('chat:readUpTo')).toEqual([]);
  await ann.settled();
  expect(ann.all('chat:readUpTo')).toEqual([]);
  const device = await server.client({ cookie: bob.cookie });
  expect((await device.join(room.slug)).chatRead).toEqual({ seq: 1, mentions: [] });
});

test('a host pins a line, everybody is told, and whoever comes later finds it however far up', async () => {
  const { room, clients } = await openRoom('Ann', 'Bob');
  const [ann, bob] = clients;
  await say(bob, 'The recipe');
  await expect(bob.request('chat:pin', { seq: 1, pinned: true })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await ann.request('chat:pin', { seq: 1, pinned: true });
  expect((await bob.count('chat:changed', 1))[0]).toMatchObject({ seq: 1, pinned: true });
  for (let n = 0; n < limits.chatPage + 5; n++) await say(ann, `line ${n}`);
  const late = await server.person('Late');
  expect((await late.join(room.slug)).pins).toMatchObject([{ seq: 1, text: 'The recipe' }]);
  await ann.request('chat:pin', { seq: 1, pinned: false });
  expect((await late.join(room.slug)).pins).toEqual([]);
});

test('who is writing is told the others, not more often than every three seconds, and nobody in a large room', async () => {
  const { room, clients, idOf } = await openRoom('Ann', 'Bob');
  const [ann, bob] = clients;
  for (let n = 0; n < 5; n++) await bob.request('chat:typing', {});
  await ann.settled();
  expect(ann.all('chat:typing')).toEqual([{ userId: idOf('Bob') }]);
  for (let n = 3; n <= limits.typingPeople + 1; n++) await (await server.client()).join(room.slug);
  await ann.request('chat:typing', {});
  await bob.settled();
  expect(bob.all('chat:typing').filter(({ userId }) => userId === idOf('Ann'))).toEqual([]);
});

test('nobody has read what was not said yet', async () => {
  const { room, clients } = await openRoom('Ann', 'Bob');
  const [ann, bob] = clients;
  await bob.request('chat:read', { seq: 1_000 });
  expect((await bob.join(room.slug)).chatRead).toBeUndefined();
  await say(ann, 'one');
  await bob.request('chat:read', { seq: 1_000 });
  expect((await bob.join(room.slug)).chatRead?.seq).toBe(1);
});

test('a line names who is there or wrote there, and nobody whose name cannot be read in it', async () => {
  const { clients, idOf } = await openRoom('Ann', 'Bob', 'Cy');
  const [ann, bob, cy] = clients as [Client, Client, Client];
  await say(bob, 'I have to go');
  await bob.request('room:leave', {});
  await cy.request('room:leave', {});
  const stranger = 'nobody-nobody-nobody' as UserId;
  const ids = [idOf('Bob'), idOf('Cy'), idOf('Ann'), stranger, idOf('Bob')];
  await say(ann, 'Thanks @Bob, and @Cy who said nothing', ids);
  const lines = await ann.count('chat:message', 2);
  expect(lines[1]?.mentions).toEqual([{ id: idOf('Bob'), name: 'Bob' }]);
  const edited = await ann.request('chat:edit', { seq: 2, text: 'Thanks all', mentions: ids });
  expect(edited.mentions).toEqual([]);
});

test('a line that names more people than it may is refused', async () => {
  const { clients, idOf } = await openRoom('Ann', 'Bob');
  const many = Array.from({ length: limits.mentions + 1 }, () => idOf('Bob'));
  await expect(say(clients[0], '@Bob', many)).rejects.toMatchObject({ code: 'bad_request' });
});
