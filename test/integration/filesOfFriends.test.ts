import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Conversation } from '../../protocol/conversations.ts';
import type { ClientMessageId } from '../../protocol/ids.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { announce, fetchFile, sendFile } from '../support/files.ts';
import { befriend, idOf } from '../support/friends.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

test('what friends send each other is theirs alone, and gone for who is blocked', async () => {
  const [ann, bo, eve] = await Promise.all(['Ann', 'Bo', 'Eve'].map((name) => server.person(name)));
  if (!ann || !bo || !eve) throw new Error('nobody');
  await befriend(ann, bo);
  const people = [await idOf(bo)];
  const { room } = await ann.ask<Conversation>('POST', '/me/conversations', { people, name: '' });
  await expect(announce(eve, room.id, 5)).rejects.toMatchObject({ code: 'not_found' });
  const file = await sendFile(ann, room.id, Buffer.from('between us'), 'secret.txt');
  const told = bo.next('chat:message');
  const noticed = bo.next('notices:told', ({ notice }) => notice.kind === 'direct');
  await ann.request('chat:send', {
    roomId: room.id,
    clientMessageId: crypto.randomUUID() as ClientMessageId,
    text: '',
    files: [file.id],
  });
  expect(await told).toMatchObject({ roomId: room.id, files: [file] });
  expect((await noticed).notice.text).toBe('secret.txt');
  const status = async (client: Client) => (await fetchFile(client, file.id)).status;
  expect([await status(bo), await status(ann), await status(eve)]).toEqual([200, 200, 404]);
  await ann.ask('PUT', `/people/${await idOf(bo)}/block`, {});
  expect(await status(bo)).toBe(404);
});

test('whoever leaves for good leaves no file behind', async () => {
  const [ann, bo] = await Promise.all(['Ann', 'Bo'].map((name) => server.person(name)));
  if (!ann || !bo) throw new Error('nobody');
  const room = await bo.openRoom({ lasting: true });
  await Promise.all([ann, bo].map((client) => client.join(room.slug)));
  const file = await sendFile(ann, room.id, Buffer.from('mine'), 'mine.txt');
  const clientMessageId = crypto.randomUUID() as ClientMessageId;
  await ann.request('chat:send', { clientMessageId, text: '', files: [file.id] });
  expect((await fetchFile(bo, file.id)).status).toBe(200);
  const told = bo.next('chat:changed');
  await ann.ask('DELETE', '/me', {});
  expect(await told).toMatchObject({ deleted: true });
  expect((await fetchFile(bo, file.id)).status).toBe(404);
});
