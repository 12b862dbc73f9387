import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeMediaEngine } from '../support/FakeMediaEngine.ts';
import { startServer, type TestServer } from '../support/startServer.ts';

let server: TestServer<FakeMediaEngine>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

test('what a room does not want is written by no way: a line, another text for it, a question', async () => {
  const [hana, bob] = [await server.person('Hana'), await server.person('Bob')];
  const room = await hana.openRoom({ lasting: true });
  await hana.join(room.slug);
  await bob.join(room.slug);
  await expect(bob.request('filter:set', { words: [], links: 'nobody' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await hana.request('filter:set', { words: ['Margarine'], links: 'members' });
  expect(await hana.request('filter:list', {})).toEqual({ words: ['Margarine'] });
  expect(JSON.stringify(bob.heard)).not.toContain('Margarine');

  const say = (text: string) =>
    bob.request('chat:send', { clientMessageId: crypto.randomUUID() as never, text });
  await expect(say('m\u200barg\u00e1rine!')).rejects.toMatchObject({ code: 'word_refused' });
  await expect(say('look at bread.com/x')).rejects.toMatchObject({ code: 'link_refused' });
  const { seq } = await say('Butter');
  await expect(bob.request('chat:edit', { seq, text: 'MARGARINE' })).rejects.toMatchObject({
    code: 'word_refused',
  });
  await expect(bob.request('question:ask', { text: 'Why no margarine?' })).rejects.toMatchObject({
    code: 'word_refused',
  });
  await hana.request('chat:send', { clientMessageId: crypto.randomUUID() as never, text: 'No margarine' });
  await hana.request('filter:set', { words: [], links: 'everyone' });
  await expect(say('margarine, bread.com')).resolves.toBeDefined();
});
