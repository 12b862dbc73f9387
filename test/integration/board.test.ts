import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Belongings } from '../../protocol/belongings.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { Client } from '../support/Client.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { idOf } from '../support/friends.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
let [host, ann, bo]: [Client, Client, Client] = [] as never;
let room: RoomInfo;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  [host, ann, bo] = [await server.person('Hana'), await server.person('Ann'), await server.person('Bo')];
  room = await host.openRoom({ lasting: true });
  for (const client of [host, ann, bo]) await client.join(room.slug);
});

const texts = async (client: Client) =>
  (await client.request('question:list', {})).questions.map(({ text, votes, state }) => [text, votes, state]);

test('R20: questions are asked, voted for once each, answered, kept and found; the top one is first', async () => {
  const heard = host.next('question:changed').catch(() => null);
  await host.request('question:list', {});
  const paper = await ann.request('question:ask', { text: 'Is there a paper you still mourn?' });
  expect(await heard).toMatchObject({ text: paper.text, votes: 1, author: { name: 'Ann' } });
  const { id: questionId } = await bo.request('question:ask', { text: 'Gloves or tongs, be honest.' });
  for (const client of [ann, ann, host]) await client.request('question:vote', { questionId, on: true });
  expect(await texts(host)).toEqual([
    ['Gloves or tongs, be honest.', 3, 'open'],
    ['Is there a paper you still mourn?', 1, 'open'],
  ]);
  expect((await ann.request('question:list', {})).voted.sort()).toEqual([paper.id, questionId].sort());
  await ann.request('question:vote', { questionId, on: false });
  await host.request('question:settle', { questionId, state: 'answering' });
  // The next one answers the one before.
  await host.request('question:settle', { questionId: paper.id, state: 'answering' });
  expect(await texts(bo)).toEqual([
    ['Is there a paper you still mourn?', 1, 'answering'],
    ['Gloves or tongs, be honest.', 2, 'answered'],
  ]);
  await expect(bo.request('question:vote', { questionId, on: false })).rejects.toMatchObject({
    code: 'conflict',
  });

  // Everybody goes, the room closes, and it is all there for whoever comes.
  for (const client of [host, ann, bo]) await client.request('room:leave', {});
  server.app.rooms.live(room.id)?.close();
  const cy = await server.person('Cy');
  await cy.join(room.slug);
  expect(await texts(cy)).toHaveLength(2);
  const found = await cy.request('question:search', { text: 'TONGS honest' });
  expect(found.questions.map(({ id }) => id)).toEqual([questionId]);
  expect((await cy.request('question:search', { text: 'enlarger' })).questions).toEqual([]);
});

test('a question is taken away by who asked it or by a host, and settled by hosts alone', async () => {
  const { id: questionId } = await ann.request('question:ask', { text: 'Mine' });
  const forbidden = { code: 'forbidden' };
  await expect(bo.request('question:remove', { questionId })).rejects.toMatchObject(forbidden);
  const settle = bo.request('question:settle', { questionId, state: 'answered' });
  await expect(settle).rejects.toMatchObject(forbidden);
  const gone = bo.next('question:gone');
  await ann.request('question:remove', { questionId });
  expect(await gone).toEqual({ id: questionId });
  const { id } = await bo.request('question:ask', { text: 'Another' });
  await host.request('question:remove', { questionId: id });
  await expect(host.request('question:remove', { questionId: id })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('nobody asks without end, and nobody reads what somebody asks whom they are kept apart from', async () => {
  for (let count = 0; count < 10; count++) await ann.request('question:ask', { text: `Number ${count}` });
  await expect(ann.request('question:ask', { text: 'One more' })).rejects.toMatchObject({ code: 'conflict' });
  await bo.ask('PUT', `/people/${await idOf(ann)}/block`, {});
  expect((await bo.request('question:list', {})).questions).toEqual([]);
  expect((await bo.request('question:search', { text: 'number' })).questions).toEqual([]);
  const [first] = (await host.request('question:list', {})).questions;
  const told = host.next('question:changed');
  await host.request('question:vote', { questionId: first?.id ?? ('' as never), on: true });
  await told;
  await bo.settled();
  expect(bo.all('question:changed').filter(({ votes }) => votes > 1)).toEqual([]);
});

test('a poll hides its counts until one has chosen, counts for all then, and ends for everybody', async () => {
  await ann.request('poll:list', {});
  const shown = ann.next('poll:changed');
  const { id: pollId } = await host.request('poll:open', {
    text: 'Gloves or tongs?',
    options: ['Gloves', 'Tongs', 'Neither'],
  });
  expect(await shown).toMatchObject({ id: pollId, counts: null, voters: 0, mine: [] });
  const told = host.next('poll:changed', ({ voters }) => voters === 1);
  const mine = await ann.request('poll:vote', { pollId, choices: [1] });
  expect(mine).toMatchObject({ counts: [0, 1, 0], voters: 1, mine: [1] });
  expect(await told).toMatchObject({ counts: [0, 1, 0] });
  expect((await bo.request('poll:list', {})).polls).toMatchObject([{ voters: 1, counts: null, mine: [] }]);
  await ann.request('poll:vote', { pollId, choices: [2] });
  for (const choices of [[0, 1], [3]]) {
    await expect(bo.request('poll:vote', { pollId, choices })).rejects.toMatchObject({ code: 'bad_request' });
  }
  const over = bo.next('poll:changed', ({ closedAt }) => closedAt !== null);
  await host.request('poll:close', { pollId });
  expect(await over).toMatchObject({ counts: [0, 0, 1], voters: 1, mine: [] });
  await expect(bo.request('poll:vote', { pollId, choices: [0] })).rejects.toMatchObject({ code: 'conflict' });
  await expect(bo.request('poll:close', { pollId })).rejects.toMatchObject({ code: 'forbidden' });
});

test('of several choices each counts, and a crowd is told a few times a second', async () => {
  const options = ['Ilford', 'Foma', 'Adox'];
  const { id: pollId } = await host.request('poll:open', { text: 'Paper?', options, kind: 'multiple' });
  const people = await Promise.all(Array.from({ length: 15 }, (_, index) => server.person(`P${index}`)));
  for (const one of people) await one.join(room.slug);
  const before = host.all('poll:changed').length;
  const began = performance.now();
  await Promise.all(people.map((one) => one.request('poll:vote', { pollId, choices: [0, 2] })));
  await eventually(() => host.all('poll:changed').at(-1)?.counts).toEqual([15, 0, 15]);
  const times = host.all('poll:changed').length - before;
  expect(times).toBeLessThanOrEqual(Math.ceil((performance.now() - began) / 250) + 1);
});

test('whoever leaves for good takes questions and votes along, and had them in what they took before', async () => {
  await ann.request('question:ask', { text: 'Will this be here?' });
  const { id: questionId } = await bo.request('question:ask', { text: 'And this?' });
  await ann.request('question:vote', { questionId, on: true });
  const { id: pollId } = await host.request('poll:open', { text: 'Stay?', options: ['Yes', 'No'] });
  await ann.request('poll:vote', { pollId, choices: [1] });
  expect(await ann.ask<Belongings>('GET', '/me/belongings')).toMatchObject({
    questions: [{ roomId: room.id, text: 'Will this be here?' }],
    choices: [{ roomId: room.id, poll: 'Stay?', chosen: ['No'] }],
  });
  const gone = host.next('question:gone');
  await ann.ask('DELETE', '/me', { nobody: 'Somebody' });
  await gone;
  expect(await texts(host)).toEqual([['And this?', 1, 'open']]);
  expect((await host.request('poll:list', {})).polls).toMatchObject([{ voters: 0, counts: [0, 0] }]);
});
