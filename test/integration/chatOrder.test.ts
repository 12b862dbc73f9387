import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClientMessageId } from '../../protocol/ids.ts';
import type { RequestInput } from '../../protocol/index.ts';
import type { RoomSettings } from '../../protocol/room.ts';
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

async function openRoom(changes: Partial<RoomSettings>) {
  const [host, member] = [await server.person('Host'), await server.person('Member')];
  const room = await host.openRoom(changes);
  for (const client of [host, member]) await client.join(room.slug);
  const { name, topic, interests, language } = room;
  const edit = (more: Partial<RequestInput<'room:edit'>>) =>
    host.request('room:edit', { name, topic, interests, language, ...more });
  return { host, member, room, edit };
}

test('where only hosts write, others read, until that is changed', async () => {
  const { host, member, edit } = await openRoom({});
  await say(member, 'one');
  await edit({ chatMode: 'hosts' });
  await expect(say(member, 'two')).rejects.toMatchObject({ code: 'forbidden' });
  const changed = member.request('chat:edit', { seq: 1, text: 'another' });
  await expect(changed).rejects.toMatchObject({ code: 'forbidden' });
  expect(await say(host, 'two')).toMatchObject({ seq: 2 });
  expect((await member.request('chat:before', { seq: 10 })).messages).toHaveLength(2);
  await edit({ chatMode: 'everyone' });
  expect(await say(member, 'three')).toMatchObject({ seq: 3 });
});

test('where the chat is closed, nobody writes, and everybody may take back what they said', async () => {
  const { host, member, edit } = await openRoom({});
  await say(member, 'one');
  await edit({ chatMode: 'off' });
  for (const client of [host, member]) {
    await expect(say(client, 'two')).rejects.toMatchObject({ code: 'forbidden' });
  }
  expect(await member.request('chat:delete', { seq: 1 })).toMatchObject({ deleted: true });
});

test('in a slow room everybody but hosts waits, also after coming anew, and is told for how long', async () => {
  const { host, member, room } = await openRoom({ slowSeconds: 60 });
  await say(member, 'one');
  const refusal = await say(member, 'two').catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'rate_limited' });
  const { retryAfterMs } = refusal as { retryAfterMs: number };
  expect(retryAfterMs).toBeGreaterThan(50_000);
  expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  await member.request('room:leave', {});
  await member.join(room.slug);
  await expect(say(member, 'two')).rejects.toMatchObject({ code: 'rate_limited' });
  for (const text of ['a', 'b', 'c']) await say(host, text);
});

test('a line that could not be stored takes nobody’s turn', async () => {
  const { member } = await openRoom({ slowSeconds: 60 });
  const answering = { clientMessageId: crypto.randomUUID() as ClientMessageId, text: 'Yes', answers: 7 };
  await expect(member.request('chat:send', answering)).rejects.toMatchObject({ code: 'not_found' });
  expect(await say(member, 'Yes')).toMatchObject({ seq: 1 });
});
