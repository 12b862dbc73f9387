import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CircleInfo, OwnCircles } from '../../protocol/circles.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { Me } from '../../protocol/people.ts';
import type { Client } from '../support/Client.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const idOf = async (client: Client) => (await client.ask<Me>('GET', '/me')).id;
const own = (client: Client) => client.ask<OwnCircles>('GET', '/me/circles');
const put = (by: Client, id: string, whom: UserId, on = true) =>
  by.ask<CircleInfo>(on ? 'PUT' : 'DELETE', `/me/circles/${id}/people/${whom}`, on ? {} : undefined);

/** Somebody who keeps a circle, one who is in it, and one who is not; both follow the first. */
async function company() {
  const [ann, bo, cy] = [await server.person('Ann'), await server.person('Bo'), await server.person('Cy')];
  const [annId, boId] = [await idOf(ann), await idOf(bo)];
  for (const follower of [bo, cy]) await follower.ask('PUT', `/people/${annId}/follow`, {});
  const circle = await ann.ask<CircleInfo>('POST', '/me/circles', { name: 'Climbers' });
  await put(ann, circle.id, boId);
  return { ann, bo, cy, annId, boId, circle };
}

test('R15: a circle is kept by name, by one person, and every tab of theirs hears of a change', async () => {
  const { ann, bo, boId, circle } = await company();
  expect(await own(ann)).toMatchObject({
    circles: [{ id: circle.id, name: 'Climbers', people: [boId] }],
    people: [{ name: 'Bo' }],
  });
  const tab = await server.client({ cookie: ann.cookie });
  const told = tab.next('circles:changed');
  const before = bo.heard.length;
  await ann.ask('PUT', `/me/circles/${circle.id}`, { name: 'Tuesday climbers' });
  await told;
  expect((await own(tab)).circles).toMatchObject([{ name: 'Tuesday climbers' }]);
  await ann.ask('DELETE', `/me/circles/${circle.id}`);
  expect(await own(ann)).toEqual({ circles: [], people: [] });
  // Who was in it is not told of it: not of its name, nor that there was one.
  await bo.settled();
  // That Ann has another tab open is no secret.
  expect(bo.heard.slice(before).filter(({ name }) => name !== 'presence:changed')).toEqual([]);
  expect(await own(bo)).toEqual({ circles: [], people: [] });
});

test('R15: who is seen by a circle is seen by nobody else, whoever comes into it sees at once', async () => {
  const { ann, bo, cy, annId, circle } = await company();
  const seenBy = async (client: Client) => (await client.request('presence:watch', {})).people[0]?.status;
  const choice = { status: 'online', visibleTo: 'circles', circles: [circle.id] } as const;
  await ann.request('presence:choose', { ...choice, circles: [circle.id] });
  expect([await seenBy(bo), await seenBy(cy)]).toEqual(['online', 'offline']);
  expect((await ann.request('presence:watch', {})).own).toEqual(choice);
  const last = () => cy.all('presence:changed').findLast(({ id }) => id === annId)?.status;
  await put(ann, circle.id, await idOf(cy));
  await eventually(last).toBe('online');
  await put(ann, circle.id, await idOf(cy), false);
  await eventually(last).toBe('offline');
  // With another one's circle nobody is shown.
  const theirs = await bo.ask<CircleInfo>('POST', '/me/circles', { name: 'Mine' });
  await put(bo, theirs.id, await idOf(cy));
  await ann.request('presence:choose', { ...choice, circles: [theirs.id] });
  expect([await seenBy(bo), await seenBy(cy)]).toEqual(['offline', 'offline']);
});

test('a block takes both out of the circles of each other, and tells each of their own alone', async () => {
  const { ann, bo, boId, circle } = await company();
  const changed = ann.next('circles:changed');
  await bo.ask('PUT', `/people/${await idOf(ann)}/block`, {});
  await changed;
  expect(await own(ann)).toMatchObject({ circles: [{ id: circle.id, people: [] }] });
  expect(await put(ann, circle.id, boId)).toMatchObject({ people: [] });
  await expect(put(ann, circle.id, 'nobody-has-this-id' as UserId)).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(put(bo, circle.id, boId)).rejects.toMatchObject({ code: 'not_found' });
});
