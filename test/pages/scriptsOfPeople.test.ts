import { expect, test } from 'vitest';
import type { Conversation } from '../../protocol/conversations.ts';
import type { ClientMessageId, UserId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { aProfile } from '../contract/storeSamples.ts';
import { Client } from '../support/Client.ts';
import { idOf as idOfGuest } from '../support/e2e/friends.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { scripts } from '../support/e2e/scripts.ts';
import { useHouse } from '../support/e2e/visit.ts';
import { watchForScripts } from '../support/e2e/watchForScripts.ts';
import { sendFile } from '../support/files.ts';
import { idOf } from '../support/friends.ts';

const scene = useHouse({ FILES_PER_PERSON_MEGABYTES: '50' });

/** Makes friends of somebody at a browser and somebody without. */
async function befriend(guest: Guest, client: Client): Promise<UserId> {
  const id = (await idOfGuest(guest)) as UserId;
  await client.ask('PUT', `/people/${id}/friend`, {});
  const path = `${guest.url}/api/people/${await idOf(client)}/friend`;
  await guest.context.request.put(path, { headers: { origin: guest.url }, data: {} });
  return id;
}

test('three hundred scripts in messages, files, groups, pages and notices run nowhere', async () => {
  const reader = await scene.visit({ name: 'Ann' });
  const passing = await reader.openTab();
  const watched = await Promise.all([reader, passing].map(watchForScripts));
  const writer = await Client.connect(scene.house.url);
  const readerId = await befriend(reader, writer);
  const people = [readerId];
  const { room } = await writer.ask<Conversation>('POST', '/me/conversations', { people, name: 'Group' });
  const roomId = room.id;
  await reader.goTo(`/messages/${roomId}`);
  const writerId = await idOf(writer);
  for (const [index, script] of scripts.entries()) {
    const mark = `q${index}q`;
    const text = `${mark} ${script}`;
    const [file] = await Promise.all([
      sendFile(writer, roomId, Buffer.from('hello'), `${script.slice(0, 100)}.txt`),
      writer.callMe(script.slice(0, limits.participantName)),
      writer.ask('PUT', `/me/conversations/${roomId}`, { name: text.slice(0, limits.roomName) }),
    ]);
    const clientMessageId = crypto.randomUUID() as ClientMessageId;
    await writer.request('chat:send', { roomId, clientMessageId, text, files: [file.id] });
    // Those before it were shown by then, too.
    if (index % 4 === 0) await reader.page.getByRole('log').getByText(mark).first().waitFor();
    // A short log is laid out and searched at once.
    if (index % 48 === 0) await reader.goTo(`/messages/${roomId}`);
    if (index % 8 !== 0) continue;
    await writer.ask('PUT', '/me/profile', {
      ...aProfile(),
      bio: text.slice(0, limits.bio),
      city: script.slice(0, limits.city),
      pronouns: script.slice(0, limits.pronouns),
    });
    await passing.goTo(index % 16 === 0 ? `/u/${writerId}` : '/inbox');
    await passing.page.getByText(mark).first().waitFor();
  }
  expect(watched).toEqual([[], []]);
  writer.close();
}, 600_000);
