import { expect, test } from 'vitest';
import type { ParticipantId } from '../../protocol/ids.ts';
import { pausedOf, StageEvening, speak } from '../support/StageEvening.ts';

const evening = new StageEvening();

test('hands have one order for everybody, with reasons, over tabs and lost lines, and go down together', async () => {
  const { host, room } = evening;
  const people = [await evening.come('Ann'), await evening.come('Bo'), await evening.come('Cy')];
  // At the very same moment by the evening.clock.
  await Promise.all(
    people.map(({ client }, index) =>
      client.request('participant:setHand', { raised: true, reason: `About ${index}` }),
    ),
  );
  const orders = await Promise.all(
    [host, ...people.map(({ client }) => client)].map(async (client) => {
      const again = await evening.server.client({ cookie: client.cookie });
      const { participants } = await again.join(room.slug, { companion: true });
      return participants
        .filter(({ handRaisedAt }) => handRaisedAt !== null)
        .sort((a, b) => (a.handRaisedAt ?? 0) - (b.handRaisedAt ?? 0))
        .map(({ name, handReason }) => [name, handReason]);
    }),
  );
  expect(new Set(orders.map((order) => JSON.stringify(order))).size).toBe(1);
  expect(orders[0]).toHaveLength(3);
  expect(orders[0]?.map(([, reason]) => reason).sort()).toEqual(['About 0', 'About 1', 'About 2']);
  // Another tab takes the call, and the hand stays in its place.
  const again = await evening.server.client({ cookie: people[1]?.client.cookie ?? null });
  const { participants } = await again.join(room.slug);
  const line = participants
    .filter(({ handRaisedAt }) => handRaisedAt !== null)
    .sort((a, b) => (a.handRaisedAt ?? 0) - (b.handRaisedAt ?? 0));
  expect(line.map(({ name }) => name)).toEqual(orders[0]?.map(([name]) => name));
  await host.request('stage:set', { handsOpen: false });
  const late = await evening.come('Dee');
  await expect(late.client.request('participant:setHand', { raised: true })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const lowered = late.client.count('room:participantChanged', 3);
  await host.request('stage:lowerHands', {});
  expect((await lowered).map(({ handRaisedAt, handReason }) => [handRaisedAt, handReason])).toEqual([
    [null, null],
    [null, null],
    [null, null],
  ]);
});

test('R22: three speak in turn for a minute each, handed over by itself; the host extends and skips', async () => {
  const { host } = evening;
  await host.request('stage:set', { mics: 'turns', turnSeconds: 60 });
  const [ann, bo, cy] = [await evening.come('Ann'), await evening.come('Bo'), await evening.come('Cy')];
  const turnOf = (id: ParticipantId | null) =>
    cy.client.next('stage:changed', ({ turn }) => (turn?.participantId ?? null) === id);
  const first = turnOf(ann.id);
  for (const { client } of [ann, bo, cy]) await client.request('participant:setHand', { raised: true });
  expect((await first).turn?.leftMs).toBe(60_000);
  // Nobody else opens a microphone, and nobody's is opened for them.
  const track = await speak(ann.client);
  expect(track.paused).toBe(false);
  const waiting = await speak(bo.client);
  expect(waiting.paused).toBe(true);
  await expect(
    bo.client.request('media:setPaused', { producerId: waiting.id, paused: false }),
  ).rejects.toMatchObject({ code: 'not_your_turn' });

  const bell = ann.client.next('stage:bell');
  evening.clock.wind(50_000);
  expect(await bell).toEqual({ participantId: ann.id, leftMs: 10_000 });
  const longer = cy.client.next('stage:changed');
  await host.request('stage:extendTurn', {});
  expect((await longer).turn).toEqual({ participantId: ann.id, leftMs: 70_000 });
  const [second, silent] = [turnOf(bo.id), pausedOf(cy.client, ann.id, true)];
  evening.clock.wind(70_000);
  await Promise.all([second, silent]);
  await expect(
    ann.client.request('media:setPaused', { producerId: track.id, paused: false }),
  ).rejects.toMatchObject({ code: 'not_your_turn' });
  const opened = pausedOf(cy.client, bo.id, false);
  await bo.client.request('media:setPaused', { producerId: waiting.id, paused: false });
  await opened;

  const [third, cut] = [turnOf(cy.id), pausedOf(cy.client, bo.id, true)];
  await host.request('stage:skipTurn', {});
  await Promise.all([third, cut]);
  const over = turnOf(null);
  evening.clock.wind(60_000);
  await over;
  await expect(host.request('stage:skipTurn', {})).rejects.toMatchObject({ code: 'conflict' });
  await expect(ann.client.request('stage:extendTurn', {})).rejects.toMatchObject({ code: 'forbidden' });
});

test('where hosts alone speak others are muted and cannot open, in their place though they stay', async () => {
  const { host } = evening;
  const ann = await evening.come('Ann');
  const { id: producerId } = await speak(ann.client);
  const muted = pausedOf(host, ann.id, true);
  await host.request('stage:set', { mics: 'hosts' });
  await muted;
  const open = ann.client.request('media:setPaused', { producerId, paused: false });
  await expect(open).rejects.toMatchObject({ code: 'not_your_turn' });
  expect((await speak(host)).paused).toBe(false);
});

test('reactions of a crowd are told as counts, ten times a second at most', async () => {
  const { host } = evening;
  const people = await Promise.all(Array.from({ length: 12 }, (_, index) => evening.come(`P${index}`)));
  const began = performance.now();
  const taps = people.flatMap(({ client }) =>
    Array.from({ length: 20 }, (_, tap) =>
      client.request('reaction:send', { stamp: tap % 2 === 0 ? 'heart' : 'clap' }),
    ),
  );
  await Promise.all(taps);
  const told = () => host.all('reaction:counts').map(({ counts }) => counts);
  const sum = (stamp: 'heart' | 'clap') => told().reduce((all, counts) => all + (counts[stamp] ?? 0), 0);
  while (sum('heart') + sum('clap') < 240) await host.next('reaction:counts');
  expect([sum('heart'), sum('clap')]).toEqual([120, 120]);
  expect(told().length).toBeLessThanOrEqual(Math.ceil((performance.now() - began) / 100) + 1);
});
