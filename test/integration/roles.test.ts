import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UserId } from '../../protocol/ids.ts';
import type { Role } from '../../protocol/ranks.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { microphoneParameters } from '../support/rtp.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

type Seat = Awaited<ReturnType<Client['join']>>;

const selfOf = ({ selfId, participants }: Seat) => participants.find(({ id }) => id === selfId);
const userIdOf = (seat: Seat) => selfOf(seat)?.userId ?? ('' as UserId);

/** Hana with a room of hers, and others in it who are what she made them. */
async function house(...roles: (Exclude<Role, 'owner'> | null)[]) {
  const hana = await server.person('Hana');
  const room = await hana.openRoom({ lasting: true });
  const { rtpCapabilities } = server.media;
  const hanaSeat = await hana.join(room.slug, { rtpCapabilities });
  const others = [];
  for (const [index, role] of roles.entries()) {
    const client = await server.person(`P${index}`);
    const seat = await client.join(room.slug, { rtpCapabilities });
    const userId = userIdOf(seat);
    if (role && role !== 'visitor') await hana.request('role:grant', { userId, role });
    others.push({ client, seat, userId });
  }
  return { hana, hanaSeat, room, others };
}

async function speak(client: Client) {
  const { id: transportId } = await client.request('media:createSendTransport', {});
  const rtpParameters = microphoneParameters();
  return await client.request('media:produce', { transportId, source: 'microphone', rtpParameters });
}

test('who gets a role is told, has it at once, and has it still after a restart of the seat', async () => {
  const { hana, room, others } = await house(null);
  const [{ client, userId, seat }] = others as [(typeof others)[0]];
  expect(selfOf(seat)?.role).toBe('visitor');
  await expect(client.request('room:lock', { locked: true })).rejects.toMatchObject({ code: 'forbidden' });
  const [told, seen] = [client.next('role:given'), hana.next('room:participantChanged')];
  await hana.request('role:grant', { userId, role: 'moderator' });
  expect(await told).toEqual({ role: 'moderator', by: 'Hana' });
  expect(await seen).toMatchObject({ role: 'moderator' });
  await client.request('room:lock', { locked: true });
  await client.request('room:leave', {});
  expect(selfOf(await client.join(room.slug))?.role).toBe('moderator');
});

test('nobody does anything to their equals or to who is above them, and nobody rises by themselves', async () => {
  const { hana, hanaSeat, others } = await house('coOwner', 'moderator', 'moderator', 'speaker');
  const [coOwner, moderator, other, speaker] = others as [Other, Other, Other, Other];
  type Other = (typeof others)[0];
  const refused = { code: 'forbidden' };
  for (const above of [hanaSeat, coOwner.seat, other.seat, moderator.seat]) {
    const input = { participantId: above.selfId };
    await expect(moderator.client.request('moderation:mute', input)).rejects.toMatchObject(refused);
    await expect(moderator.client.request('moderation:remove', input)).rejects.toMatchObject(refused);
    await expect(
      moderator.client.request('moderation:stop', { ...input, source: 'screen' }),
    ).rejects.toMatchObject(refused);
  }
  for (const userId of [userIdOf(hanaSeat), coOwner.userId]) {
    await expect(coOwner.client.request('role:grant', { userId, role: null })).rejects.toMatchObject(refused);
  }
  for (const role of ['coOwner', 'moderator'] as const) {
    const rise = coOwner.client.request('role:grant', { userId: speaker.userId, role });
    if (role === 'coOwner') await expect(rise).rejects.toMatchObject(refused);
    else await expect(rise).resolves.toBeNull();
  }
  await expect(
    hana.request('role:grant', { userId: userIdOf(hanaSeat), role: 'speaker' }),
  ).rejects.toMatchObject(refused);
});

test('a role that was taken away is gone at once, with what is sent by it', async () => {
  const { hana, room, others } = await house('speaker');
  const [{ client, userId }] = others as [(typeof others)[0]];
  await hana.request('role:decide', { permissions: { 'room:speak': 'speaker' } });
  const { id: producerId } = await speak(client);
  const muted = client.next('moderation:muted');
  await hana.request('role:grant', { userId, role: null });
  expect(await muted).toEqual({ by: 'Hana' });
  const open = client.request('media:setPaused', { producerId, paused: false });
  await expect(open).rejects.toMatchObject({ code: 'forbidden' });
  await expect(speak(client)).rejects.toMatchObject({ code: 'forbidden' });
  const late = await server.person('Late');
  await late.join(room.slug, { rtpCapabilities: server.media.rtpCapabilities });
  await expect(speak(late)).rejects.toMatchObject({ code: 'forbidden' });
  await hana.request('role:decide', { permissions: {} });
  await expect(speak(late)).resolves.toBeDefined();
});

test('whatever the owner decides, the owner may do everything', async () => {
  const { hana, others } = await house(null);
  const [{ seat }] = others as [(typeof others)[0]];
  await hana.request('role:decide', {
    permissions: { 'room:speak': 'visitor', 'participant:mute': 'visitor', 'room:lock': 'visitor' },
  });
  await hana.request('moderation:mute', { participantId: seat.selfId });
  await hana.request('room:lock', { locked: true });
  await expect(
    hana.request('role:decide', { permissions: { 'role:decide': 'visitor' } as never }),
  ).rejects.toMatchObject({ code: 'bad_request' });
});

test('only those to whom the room gave something are listed, the highest first', async () => {
  const { hana, others } = await house('speaker', 'coOwner', null);
  const { holders } = await hana.request('role:list', {});
  expect(holders.map(({ person, role }) => [person.name, role])).toEqual([
    ['Hana', 'owner'],
    ['P1', 'coOwner'],
    ['P0', 'speaker'],
  ]);
  const [speaker] = others as [(typeof others)[0]];
  await expect(speaker.client.request('role:list', {})).rejects.toMatchObject({ code: 'forbidden' });
  const nobody = hana.request('role:grant', { userId: 'n'.repeat(22) as never, role: 'speaker' });
  await expect(nobody).rejects.toMatchObject({ code: 'not_found' });
});
