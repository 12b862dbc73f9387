import { expect, test } from 'vitest';
import type { Conversation } from '../../protocol/conversations.ts';
import type { ChatFile } from '../../protocol/files.ts';
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

const atOnce = 8;
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
  for (let first = 0; first < scripts.length; first += atOnce) {
    const some = scripts.slice(first, first + atOnce);
    const marked = some.map((script, n) => `q${first + n}q ${script}`);
    const files = await Promise.all(
      some.map((script) => sendFile(writer, roomId, Buffer.from('hello'), `${script.slice(0, 100)}.txt`)),
    );
    for (const [n, text] of marked.entries()) {
      await writer.callMe((some[n] ?? '').slice(0, limits.participantName));
      await writer.ask('PUT', `/me/conversations/${roomId}`, { name: text.slice(0, limits.roomName) });
      const clientMessageId = crypto.randomUUID() as ClientMessageId;
      await writer.request('chat:send', {
        roomId,
        clientMessageId,
        text,
        files: [(files[n] as ChatFile).id],
      });
    }
    // Those before it were shown by then, too.
    const mark = `q${first + some.length - 1}q`;
    await reader.page.getByRole('log').getByText(mark).first().waitFor();
    // A short log is laid out and searched at once.
    if (first % 48 === 0) await reader.goTo(`/messages/${roomId}`);
    const [text = '', script = ''] = [marked.at(-1), some.at(-1)];
    await writer.ask('PUT', '/me/profile', {
      ...aProfile(),
      bio: text.slice(0, limits.bio),
      city: script.slice(0, limits.city),
      pronouns: script.slice(0, limits.pronouns),
    });
    await passing.goTo(first % (2 * atOnce) === 0 ? `/u/${writerId}` : '/inbox');
    await passing.page.getByText(mark).first().waitFor();
  }
  expect(watched).toEqual([[], []]);
  writer.close();
}, 600_000);
