import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RequestName, requests } from '../../protocol/index.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { validFor } from '../support/arbitraries.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { dtlsParameters, microphoneParameters } from '../support/rtp.ts';
import { type Aim, aimed, refusalOf, type Standing, standings } from '../support/standings.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

const names = Object.keys(requests) as RequestName[];
const inputsOfEach = 1;
const whatOnlyHostsMay = [
  ...['tree:open', 'tree:move', 'filter:', 'door:answer', 'door:set', 'invite:'],
  ...['moderation:', 'role:', 'room:lock', 'room:freeze', 'room:spotlight'],
  ...['room:edit', 'chat:pin', 'stage:set'],
  ...['stage:invite', 'stage:stepUp', 'stage:moveDown', 'stage:lowerHands', 'stage:extendTurn'],
  ...[
    'stage:skipTurn',
    'question:settle',
    'poll:open',
    'poll:close',
    'poll:remove',
    'stage:closeDoors',
    'stage:goLive',
    'stage:end',
  ],
  'door:answer',
  'door:set',
  'invite:',
];
const aLounge = { mode: 'lounge', mics: 'free', handsOpen: true } as const;
const whatModeratorsMayNot = ['role:', 'room:edit', 'door:set'];

let server: TestServer<FakeMediaEngine>;
let host: Client;
let room: RoomInfo;
let elsewhere: { host: Client; room: RoomInfo; somebody: Client; aim: Aim };
let bystander: { client: Client; aim: Aim };

/** Comes in, speaks and writes; gives all ids that are one's own by then. */
async function settle(client: Client, { id: roomId, slug }: RoomInfo): Promise<Aim> {
  const { rtpCapabilities } = server.media;
  const { selfId, participants, seatToken, media } = await client.join(slug, { rtpCapabilities });
  const { id: transportId } = await client.request('media:createSendTransport', {});
  await client.request('media:connectTransport', { transportId, dtlsParameters: dtlsParameters() });
  const rtpParameters = microphoneParameters();
  const sound = await client.request('media:produce', { transportId, source: 'microphone', rtpParameters });
  const clientMessageId = crypto.randomUUID() as never;
  const { seq } = await client.request('chat:send', { clientMessageId, text: 'Mine' });
  return {
    ...{ roomId, slug, participantId: selfId, seatToken, transportId, producerId: sound.id, seq },
    userId: participants.find(({ id }) => id === selfId)?.userId,
    consumerId: media?.consumers[0]?.id ?? crypto.randomUUID(),
  };
}

function roomOf(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'roomId' in input ? input.roomId : undefined;
}

async function addBystander(): Promise<void> {
  const client = await server.person('Olga');
  bystander = { client, aim: await settle(client, room) };
}

beforeAll(async () => {
  server = await startServer();
  host = await server.person('Hana');
  room = await host.openRoom({ lasting: true });
  const [other, somebody] = [await server.person('Otto'), await server.person('Pia')];
  const otherRoom = await other.openRoom({ name: 'Elsewhere', lasting: true });
  elsewhere = { host: other, room: otherRoom, somebody, aim: await settle(somebody, otherRoom) };
});
afterAll(() => server.close());

const unheard: Aim = {
  roomId: 'n'.repeat(22),
  slug: 'never-was-here',
  participantId: 'n'.repeat(22),
  userId: 'n'.repeat(22),
  seatToken: 'n'.repeat(22),
  transportId: crypto.randomUUID(),
  producerId: crypto.randomUUID(),
  consumerId: crypto.randomUUID(),
  seq: 987_654,
};

async function actorOf(standing: Standing): Promise<Client> {
  if (standing === 'without a cookie') return await server.client({ cookie: null });
  if (standing === 'its host') return host;
  if (standing === 'host of another room') return elsewhere.host;
  const actor = await server.person('Ada');
  if (standing === 'a companion tab') {
    await settle(actor, room);
    return await server.client({ cookie: actor.cookie });
  }
  if (standing === 'somebody who left') await actor.join(room.slug);
  if (standing === 'somebody removed' || standing === 'somebody banned') {
    const { selfId: participantId } = await actor.join(room.slug);
    await host.join(room.slug);
    await host.request('moderation:remove', { participantId, ban: standing === 'somebody banned' });
    await host.request('room:leave', {});
  }
  if (standing === 'its moderator') {
    const { selfId, participants } = await actor.join(room.slug);
    const userId = participants.find(({ id }) => id === selfId)?.userId ?? ('' as never);
    await host.join(room.slug);
    await host.request('role:grant', { userId, role: 'moderator' });
    await host.request('room:leave', {});
  }
  return actor;
}

/** Puts an actor where they stand, anew for each request: some lead away from there. Gives their own ids. */
async function stand(standing: Standing, actor: Client): Promise<Aim> {
  if (!actor.socket.connected) await actor.connect();
  await actor.answer('room:leave', {});
  if (standing === 'a companion tab') {
    await actor.join(room.slug, { companion: true });
    return { roomId: room.id };
  }
  if (standing === 'a visitor') return await settle(actor, room);
  if (standing === 'host of another room') {
    const aim = await settle(actor, elsewhere.room);
    await actor.request('stage:set', aLounge);
    return aim;
  }
  if (standing !== 'its host' && standing !== 'its moderator') return {};
  const aim = await settle(actor, room);
  await actor.request('stage:set', aLounge);
  await actor.request('room:lock', { locked: false });
  await actor.request('room:freeze', { joins: false, speak: false, show: false, chat: false });
  if (standing === 'its host') {
    await actor.request('role:decide', { permissions: {} });
    await actor.request('door:set', { entry: 'free' });
  }
  if (bystander.client.all('room:ended').length > 0) await addBystander();
  return aim;
}

test('hosts alone may keep order, and nobody else may what only hosts may', () => {
  const forHosts = names.filter((name) => refusalOf(name, 'a visitor') === 'forbidden');
  expect(forHosts).toEqual(names.filter((name) => whatOnlyHostsMay.some((begin) => name.startsWith(begin))));
  const notForModerators = names.filter((name) => refusalOf(name, 'its moderator') === 'forbidden');
  expect(notForModerators).toEqual(
    names.filter((name) => whatModeratorsMayNot.some((begin) => name.startsWith(begin))),
  );
  expect(names.filter((name) => refusalOf(name, 'its host') !== null)).toEqual([]);
});

describe.each(standings)('%s', (standing) => {
  const mayAct = standing === 'its host' || standing === 'its moderator';
  let actor: Client;
  let heardElsewhere: number;

  beforeAll(async () => {
    await addBystander();
    actor = await actorOf(standing);
    heardElsewhere = elsewhere.somebody.heard.length;
  });
  afterAll(async () => {
    for (const client of [actor, bystander.client]) await client.answer('room:leave', {});
  });

  test.each(names)('is answered to %s as the table says, whosever the ids are', async (name) => {
    const inputs = fc.sample(validFor(requests[name].input, {}), { numRuns: inputsOfEach, seed: 7 });
    for (const whose of ['own', 'of another', 'of another room', 'of nobody'] as const) {
      // Into an open room everybody may step.
      if (name === 'room:join' && whose === 'of another room') continue;
      for (const input of inputs) {
        const own = await stand(standing, actor);
        const aims = { own, 'of another': bystander.aim, 'of another room': elsewhere.aim };
        const sent = aimed(input, { ...aims, 'of nobody': unheard }[whose]);
        const wanted = refusalOf(name, standing, { roomId: roomOf(sent), own: own.roomId });
        const answer = await actor.answer(name, sent);
        const code = answer.ok ? 'done' : answer.error.code;
        if (wanted !== null) expect([whose, code]).toEqual([whose, wanted]);
        else expect([whose, code]).not.toEqual([whose, 'internal']);
      }
    }
  });

  test.skipIf(mayAct)('has touched nothing of others', async () => {
    for (const name of ['moderation:muted', 'moderation:stopped', 'room:ended'] as const) {
      expect(bystander.client.all(name)).toEqual([]);
    }
    const { seq } = bystander.aim;
    const { messages } = await bystander.client.request('chat:before', { seq: Number(seq) + 1 });
    expect(messages.at(-1)).toMatchObject({ seq, text: 'Mine', deleted: false, editedAt: null });
  });

  test.skipIf(standing === 'host of another room')('was not noticed in another room', () => {
    expect(elsewhere.somebody.heard.slice(heardElsewhere)).toEqual([]);
  });
});

test('whoever was removed comes back by no name, and an event nobody declared is none', async () => {
  for (const standing of ['somebody removed', 'somebody banned'] as const) {
    const actor = await actorOf(standing);
    await expect(actor.join(room.slug)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(actor.join(room.slug, { seatToken: 'n'.repeat(22) as never })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(actor.join(room.slug, { companion: true })).rejects.toMatchObject({ code: 'forbidden' });
  }
  for (const name of ['room:close', 'admin:everything', 'constructor', '__proto__', 'toString']) {
    expect(await host.answer(name, {})).toMatchObject({
      ok: false,
      error: { code: 'bad_request' },
    });
  }
});
