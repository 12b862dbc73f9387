import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClientMessageId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const say = (client: Client, text: string, id: string = crypto.randomUUID()) =>
  client.request('chat:send', { clientMessageId: id as ClientMessageId, text });

async function openRoom(people: number) {
  const clients = await Promise.all(Array.from({ length: people }, (_, index) => server.person(`P${index}`)));
  const [host] = clients as [Client, ...Client[]];
  const room = await host.openRoom();
  for (const client of clients) await client.join(room.slug);
  return { room, host, clients };
}

test('everybody reads every line once, in one order, while three write at once', async () => {
  const { clients } = await openRoom(3);
  const lines = 50;
  const answers = await Promise.all(
    clients.flatMap((client, who) => Array.from({ length: lines }, (_, n) => say(client, `${who}: ${n}`))),
  );
  const readings = await Promise.all(
    clients.map(async (client) => await client.count('chat:message', 3 * lines)),
  );
  const [first = []] = readings;
  expect(first.map(({ seq }) => seq)).toEqual(Array.from({ length: 3 * lines }, (_, index) => index + 1));
  for (const reading of readings) expect(reading).toEqual(first);
  expect(new Set(answers.map(({ seq }) => seq)).size).toBe(3 * lines);
  for (const who of [0, 1, 2]) {
    const own = first.filter(({ text }) => text.startsWith(`${who}:`)).map(({ text }) => text);
    expect(own).toEqual(Array.from({ length: lines }, (_, n) => `${who}: ${n}`));
  }
});

test('a line that is sent again is stored and told once', async () => {
  const { clients, host } = await openRoom(2);
  const id = crypto.randomUUID();
  const [one, again] = await Promise.all([say(host, 'Hello?', id), say(host, 'Hello?', id)]);
  expect(again).toEqual(one);
  expect(await say(host, 'Something else', id)).toEqual(one);
  await clients[1]?.settled();
  expect(clients[1]?.all('chat:message').map(({ text }) => text)).toEqual(['Hello?']);
});

test('two people who chose the same id for their lines are both heard', async () => {
  const { clients, host } = await openRoom(2);
  const id = crypto.randomUUID();
  for (const client of clients) await say(client, 'Hello', id);
  expect((await host.count('chat:message', 2)).map(({ author }) => author.name)).toEqual(['P0', 'P1']);
});

test('the author is who the server says, and the text is tidied', async () => {
  const { host } = await openRoom(1);
  await say(host, '  Saturn\u202e!\r\n\r\n\r\n\r\ntonight \u{1fa90}  ');
  const [message] = await host.count('chat:message', 1);
  expect(message).toMatchObject({ author: { name: 'P0' }, text: 'Saturn!\n\ntonight \u{1fa90}' });
});

test('a newcomer gets the latest page, and older ones page by page', async () => {
  const { host, room } = await openRoom(1);
  const total = 2 * limits.chatPage + 20;
  for (let n = 1; n <= total; n++) await say(host, `line ${n}`);
  const late = await server.person('Late');
  const { messages, moreMessages } = await late.join(room.slug);
  expect(moreMessages).toBe(true);
  expect(messages).toHaveLength(limits.chatPage);
  expect(messages.at(-1)).toMatchObject({ seq: total, text: `line ${total}` });

  const seqs = messages.map(({ seq }) => seq);
  for (let more: boolean = moreMessages; more; ) {
    const page = await late.request('chat:before', { seq: seqs[0] ?? 0 });
    seqs.unshift(...page.messages.map(({ seq }) => seq));
    more = page.more;
  }
  expect(seqs).toEqual(Array.from({ length: total }, (_, index) => index + 1));
});

test('whoever missed lines gets them from where they stopped', async () => {
  const { host } = await openRoom(1);
  const total = limits.chatPage + 5;
  for (let n = 1; n <= total; n++) await say(host, `line ${n}`);
  const first = await host.request('chat:changes', { revision: 2 });
  expect(first.more).toBe(true);
  expect(first.messages[0]?.seq).toBe(3);
  const rest = await host.request('chat:changes', { revision: first.messages.at(-1)?.revision ?? 0 });
  expect(rest.more).toBe(false);
  expect(rest.messages.at(-1)?.seq).toBe(total);
  expect(await host.request('chat:changes', { revision: total })).toEqual({ messages: [], more: false });
});

test('what is said stays in its room', async () => {
  const [here, there] = [await openRoom(1), await openRoom(1)];
  await say(here.host, 'Only here');
  await there.host.settled();
  expect(there.host.all('chat:message')).toEqual([]);
  expect((await there.host.request('chat:changes', { revision: 0 })).messages).toEqual([]);
});

test('too long, too short and broken text is refused in the words of the schema', async () => {
  const { host } = await openRoom(1);
  const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';
  for (const text of ['', ' \u200b\n ', '\ud800', 'x'.repeat(limits.chatText + 1), family.repeat(2_001)]) {
    await expect(say(host, text)).rejects.toMatchObject({ code: 'bad_request' });
  }
  await expect(say(host, 'é'.repeat(limits.chatText))).resolves.toMatchObject({ seq: 1 });
});

test('a lasting room comes back after a restart, with its chat; one that is not is gone after its pause', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hobnob-restart-'));
  const before = await startServer({ folder });
  const ann = await before.person('Ann');
  const lasting = await ann.openRoom({ lasting: true });
  const passing = await ann.openRoom();
  await ann.join(lasting.slug);
  await say(ann, 'See you tomorrow');
  await before.close();

  const after = await startServer({ folder, env: { ROOM_EMPTY_PAUSE: '0' } });
  const again = await after.client({ cookie: ann.cookie });
  const { room, participants, messages } = await again.join(lasting.slug);
  expect(room).toEqual(lasting);
  expect(participants).toMatchObject([{ name: 'Ann', role: 'owner' }]);
  expect(messages.map(({ text, seq }) => [text, seq])).toEqual([['See you tomorrow', 1]]);
  expect(await say(again, 'Good morning')).toMatchObject({ seq: 2 });
  await expect(again.ask('GET', `/rooms/${passing.slug}`)).rejects.toMatchObject({ code: 'not_found' });
  await after.close();
  rmSync(folder, { recursive: true });
});

test('everybody is told what becomes of a line, and who comes later finds it so', async () => {
  const { room, host, clients } = await openRoom(2);
  const [, bob] = clients as [Client, Client];
  await say(bob, 'Saturm is up');
  const edited = await bob.request('chat:edit', { seq: 1, text: ' Saturn is up ' });
  await host.request('chat:react', { seq: 1, stamp: 'spark', on: true });
  const answer = { clientMessageId: crypto.randomUUID() as ClientMessageId, text: 'Indeed', answers: 1 };
  await host.request('chat:send', answer);
  const changes = await bob.count('chat:changed', 2);
  expect(changes[0]).toEqual(edited);
  expect(changes).toMatchObject([
    { seq: 1, revision: 2, text: 'Saturn is up', author: { name: 'P1' } },
    { seq: 1, revision: 3, reactions: [{ stamp: 'spark', people: [{ name: 'P0' }] }] },
  ]);
  const late = await server.person('Late');
  const { messages, chatRevision } = await late.join(room.slug);
  expect(messages).toMatchObject([
    { text: 'Saturn is up', reactions: [{ stamp: 'spark' }] },
    { text: 'Indeed', answers: { seq: 1, name: 'P1', text: 'Saturn is up' } },
  ]);
  expect(chatRevision).toBe(4);
});

test('what changes nothing is told nobody', async () => {
  const { host, clients } = await openRoom(2);
  await say(host, 'Hello');
  await host.request('chat:edit', { seq: 1, text: 'Hello' });
  await host.request('chat:react', { seq: 1, stamp: 'heart', on: false });
  await clients[1]?.settled();
  expect(clients[1]?.all('chat:changed')).toEqual([]);
});

test('a line is changed by its author alone, and taken away by a host too', async () => {
  const { host, clients } = await openRoom(2);
  const [, bob] = clients as [Client, Client];
  await say(host, 'Rule one');
  await say(bob, 'Something rude');
  const forbidden = { code: 'forbidden' };
  await expect(bob.request('chat:edit', { seq: 1, text: 'No rules' })).rejects.toMatchObject(forbidden);
  await expect(bob.request('chat:delete', { seq: 1 })).rejects.toMatchObject(forbidden);
  await expect(host.request('chat:edit', { seq: 2, text: 'Something nice' })).rejects.toMatchObject(
    forbidden,
  );
  expect(await host.request('chat:delete', { seq: 2 })).toMatchObject({ deleted: true, text: '' });
  await expect(bob.request('chat:edit', { seq: 2, text: 'Again' })).rejects.toMatchObject({ code: 'gone' });
  const { messages } = await bob.request('chat:before', { seq: 10 });
  expect(messages.map(({ text }) => text)).toEqual(['Rule one', '']);
});
