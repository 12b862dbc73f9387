import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClientMessageId, ParticipantId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { ParticipantInfo, RoomInfo, RoomSnapshot } from '../../protocol/room.ts';
import type { Client } from '../support/Client.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { idOf } from '../support/friends.ts';
import { microphoneParameters } from '../support/rtp.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

const listeners = 200;
let server: TestServer<FakeMediaEngine>;
let host: Client;
let hostId: ParticipantId;
let room: RoomInfo;
/** In the order in which they came. */
const people: { client: Client; snapshot: RoomSnapshot }[] = [];

const aboutPeople = ['room:participantJoined', 'room:participantLeft', 'room:participantChanged'] as const;
const heardOfPeople = (client: Client) => aboutPeople.flatMap((name) => client.all(name)).length;
const somebody = async (name: string) => {
  const client = await server.person(name);
  return { client, snapshot: await client.join(room.slug) };
};
const one = (at: number) => {
  const found = people[at];
  if (!found) throw new Error('missing');
  return { ...found, id: found.snapshot.selfId };
};
/** Asks for every page there is. */
async function everybodySeenBy(client: Client, query?: string): Promise<ParticipantInfo[]> {
  const all: ParticipantInfo[] = [];
  for (let more = true; more; ) {
    const last = all.at(-1);
    const after = last && { name: last.name, id: last.id };
    const page = await client.request('room:people', { ...(query && { query }), ...(after && { after }) });
    expect(page.people.length).toBeLessThanOrEqual(limits.peoplePage);
    all.push(...page.people);
    more = page.more;
    if (!more) expect(page.count).toBe(all.length);
  }
  return all;
}

beforeAll(async () => {
  server = await startServer({ env: { ROOM_CAPACITY: '1000' } });
  host = await server.person('Hana');
  room = await host.openRoom({ mode: 'stage' });
  hostId = (await host.join(room.slug)).selfId;
  for (let n = 1; n <= listeners; n += 10) {
    const some = Array.from({ length: 10 }, (_, index) => server.person(`Listener ${n + index}`));
    for (const client of await Promise.all(some)) {
      people.push({ client, snapshot: await client.join(room.slug) });
    }
  }
}, 60_000);
afterAll(() => server.close());

test('where many listen nobody is told who comes, and the way in says how many there are, and who is in sight', async () => {
  const late = one(149).snapshot;
  expect(late.participants).toHaveLength(limits.crowdFrom + 1);
  expect(late.participants.find(({ id }) => id === late.selfId)).toMatchObject({ counted: true });
  // Before them came the host and 149; of these the first are in sight.
  expect(late.crowd).toMatchObject({ count: 1 + 150 - limits.crowdFrom });
  expect(late.crowd?.faces).toHaveLength(limits.crowdFaces);
  expect(JSON.stringify(one(199).snapshot).length).toBeLessThan(1.05 * JSON.stringify(late).length);

  const [first, second] = [one(0).client, one(100).client];
  const before = [heardOfPeople(first), heardOfPeople(second), heardOfPeople(host)];
  const told = first.next('room:crowd', ({ count }) => count === listeners + 2 - limits.crowdFrom);
  const { client } = await somebody('One more');
  await told;
  expect([heardOfPeople(first), heardOfPeople(second), heardOfPeople(host)]).toEqual(before);
  const gone = first.next('room:crowd', ({ count }) => count === listeners + 1 - limits.crowdFrom);
  await client.request('room:leave', {});
  await gone;
  expect([heardOfPeople(first), heardOfPeople(second), heardOfPeople(host)]).toEqual(before);
});

test('what changes about somebody in the crowd is told to themselves alone', async () => {
  const { client, id } = one(160);
  const before = heardOfPeople(host);
  const own = client.next('room:participantChanged');
  await client.request('participant:rename', { name: 'Renamed in the crowd' });
  expect(await own).toMatchObject({ id, name: 'Renamed in the crowd' });
  expect(heardOfPeople(host)).toBe(before);
  const userId = await idOf(client);
  expect(await host.request('room:person', { userId })).toMatchObject({ id, name: 'Renamed in the crowd' });
});

test('whoever raises a hand in the crowd is seen by everybody with their name, and asked on stage', async () => {
  const { client, id } = one(170);
  const [seen, order] = [host.next('room:participantJoined'), one(5).client.next('room:participantJoined')];
  await client.request('participant:setHand', { raised: true, reason: 'A question' });
  expect(await seen).toMatchObject({ id, name: 'Listener 171', handReason: 'A question' });
  expect((await seen).handRaisedAt).not.toBeNull();
  expect((await order).id).toBe(id);
  await host.request('stage:invite', { participantId: id });
  await client.request('stage:answer', { accept: true });
  expect((await host.request('room:person', { userId: await idOf(client) }))?.onStage).toBe(true);
});

test('somebody in the crowd is invited on stage, made a moderator and put out like everybody else', async () => {
  const [invited, ranked, removed] = [one(180), one(181), one(182)];
  const shown = host.next('room:participantJoined', ({ id }) => id === invited.id);
  const asked = invited.client.next('stage:changed');
  await host.request('stage:invite', { participantId: invited.id });
  await shown;
  expect((await asked).invited).toMatchObject([{ participantId: invited.id }]);

  const leads = one(3).client.next('room:participantJoined', ({ id }) => id === ranked.id);
  await host.request('role:grant', { userId: await idOf(ranked.client), role: 'moderator' });
  expect(await leads).toMatchObject({ role: 'moderator' });

  const ended = removed.client.next('room:ended');
  const before = one(4).client.all('room:participantLeft').length;
  await host.request('moderation:remove', { participantId: removed.id, ban: false });
  expect(await ended).toMatchObject({ reason: 'removed' });
  expect(one(4).client.all('room:participantLeft')).toHaveLength(before);
  await expect(removed.client.join(room.slug)).rejects.toMatchObject({ code: 'forbidden' });
});

test('everybody is found by name, page by page, and by a part of it', async () => {
  const all = await everybodySeenBy(one(150).client);
  const ids = new Set(all.map(({ id }) => id));
  expect(ids.size).toBe(all.length);
  const inside = people.filter(({ client }) => client.all('room:ended').length === 0);
  expect(ids).toEqual(new Set([hostId, ...inside.map(({ snapshot }) => snapshot.selfId)]));
  const found = await everybodySeenBy(one(150).client, 'LISTENER 19');
  expect(found.map(({ name }) => name)).toEqual([
    'Listener 19',
    ...Array.from({ length: 10 }, (_, index) => `Listener ${190 + index}`),
  ]);
  expect(await host.request('room:people', { query: 'nobody is called so' })).toEqual({
    ...{ people: [], count: 0, more: false },
  });
});

test('who is not here is nobody, and where nobody is is no room', async () => {
  const stranger = await server.person('Stranger');
  const userId = await idOf(stranger);
  expect(await host.request('room:person', { userId })).toBeNull();
  for (const asked of [stranger.request('room:person', { userId }), stranger.request('room:people', {})]) {
    await expect(asked).rejects.toMatchObject({ code: 'not_joined' });
  }
});

test('whoever is kept apart from somebody, or waits before the curtain, finds nothing of what they send', async () => {
  const [speaker, apart, other] = [one(190), one(191), one(192)];
  const userId = await idOf(speaker.client);
  await apart.client.ask('PUT', `/people/${userId}/block`, {});
  await host.request('stage:invite', { participantId: speaker.id });
  await speaker.client.request('stage:answer', { accept: true });
  const { id: transportId } = await speaker.client.request('media:createSendTransport', {});
  const heard = other.client.next('media:producerAdded');
  const rtpParameters = microphoneParameters();
  await speaker.client.request('media:produce', { transportId, source: 'microphone', rtpParameters });
  expect(await heard).toMatchObject({ participantId: speaker.id });
  await apart.client.settled();
  expect(apart.client.all('media:producerAdded')).toEqual([]);

  const tracks = async ({ client }: { client: Client }) => {
    const { people: found } = await client.request('room:people', { query: 'Listener 191' });
    const person = await client.request('room:person', { userId });
    return [found[0]?.producers.length, person?.producers.length];
  };
  expect(await tracks(other)).toEqual([1, 1]);
  expect(await tracks(apart)).toEqual([0, 0]);
  await host.request('stage:closeDoors', {});
  expect(await tracks(other)).toEqual([0, 0]);
});

test('whoever speaks up in a crowded lounge is seen by everybody, and heard by all they are not kept apart from', async () => {
  await host.request('stage:set', { mode: 'lounge' });
  const [speaker, apart, other] = [one(193), one(194), one(195)];
  await apart.client.ask('PUT', `/people/${await idOf(speaker.client)}/block`, {});
  const [seen, heard] = [apart, other].map(({ client }) =>
    client.next('room:participantJoined', ({ id }) => id === speaker.id),
  );
  const added = other.client.next('media:producerAdded', ({ participantId }) => participantId === speaker.id);
  const { id: transportId } = await speaker.client.request('media:createSendTransport', {});
  const rtpParameters = microphoneParameters();
  await speaker.client.request('media:produce', { transportId, source: 'microphone', rtpParameters });
  expect((await seen)?.producers).toEqual([]);
  expect((await heard)?.id).toBe(speaker.id);
  expect((await added).producer.source).toBe('microphone');
  await apart.client.settled();
  const ofSpeaker = apart.client
    .all('media:producerAdded')
    .filter(({ participantId }) => participantId === speaker.id);
  expect(ofSpeaker).toEqual([]);
});

test('lines that come in one moment are told together, each once, in order, and changes of them after them', async () => {
  const writers = people.slice(20, 32).map(({ client }) => client);
  const reader = one(40).client;
  const linesOf = (client: Client) =>
    [...client.all('chat:message'), ...client.all('chat:messages').flatMap(({ messages }) => messages)].sort(
      (a, b) => a.revision - b.revision,
    );
  const before = linesOf(reader).length;
  const tellings = () => reader.all('chat:message').length + reader.all('chat:messages').length;
  const tellingsBefore = tellings();
  // Who is kept apart from a writer is told of a place, like everywhere.
  await one(41).client.ask('PUT', `/people/${await idOf(writers[3] as Client)}/block`, {});
  const sent = await Promise.all(
    writers.map((client, n) =>
      client.request('chat:send', {
        text: `line ${n}`,
        clientMessageId: crypto.randomUUID() as ClientMessageId,
      }),
    ),
  );
  const last = sent.at(-1);
  if (!last) throw new Error('Nothing was sent.');
  const changed = reader.next('chat:changed');
  await host.request('chat:pin', { seq: last.seq, pinned: true });
  await changed;
  expect(
    linesOf(reader)
      .slice(before)
      .map(({ id }) => id),
  ).toEqual(sent.toSorted((a, b) => a.revision - b.revision).map(({ id }) => id));
  expect(tellings() - tellingsBefore).toBeLessThan(writers.length);
  const seenApart = () => linesOf(one(41).client).find(({ id }) => id === sent[3]?.id);
  await expect.poll(seenApart).toMatchObject({ hidden: true, text: '' });
});

test('whoever comes while the count rests hears of it, though for the others it is as it was', async () => {
  const late = await server.person('Late');
  const first = host.next('room:crowd');
  await one(160).client.request('room:leave', {});
  const { count } = await first;
  const { crowd } = await late.join(room.slug);
  expect(crowd?.count).toBe(count + 1);
  const told = late.next('room:crowd');
  await one(161).client.request('room:leave', {});
  expect((await told).count).toBe(count);
  await late.request('room:leave', {});
});
