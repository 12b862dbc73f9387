import { pino } from 'pino';
import { expect, test } from 'vitest';
import { MemoryStore } from '../../server/store/MemoryStore.ts';
import type { Store } from '../../server/store/Store.ts';
import type { Client } from '../support/Client.ts';
import { allCapabilities as rtpCapabilities } from '../support/rtp.ts';
import { startServer } from '../support/startServer.ts';

const address = '203.0.113.77';
const canary = (what: string) => `Kanarie ${what}`;

/** A store of which every part fails once it is told to, but for the one that says who asks. */
function breakable(): { store: Store; fail: () => void } {
  let failing = false;
  const store = new MemoryStore();
  const watched = <Part extends object>(part: Part, depth: number): Part =>
    new Proxy(part, {
      get(_target, name) {
        const found = Reflect.get(part, name, part);
        if (typeof found === 'function') {
          return (...given: unknown[]) =>
            failing && depth > 0 ? Promise.reject(new Error('The disk is gone.')) : found.apply(part, given);
        }
        const isPart =
          depth === 0 &&
          typeof found === 'object' &&
          found !== null &&
          name !== 'logins' &&
          name !== 'accounts';
        return isPart ? watched(found, 1) : found;
      },
      set: (_target, name, value) => Reflect.set(part, name, value, part),
    });
  return { store: watched(store, 0), fail: () => (failing = true) };
}

test('nothing that people write, their names, tokens and addresses are in the log, whatever fails', async () => {
  const { store, fail } = breakable();
  const server = await startServer({ store, env: { TRUST_PROXY: '1', LOG_LEVEL: 'debug' } });
  const headers = { 'x-forwarded-for': address, 'user-agent': canary('Agent') };
  const [ann, bob] = [await server.client({ headers }), await server.client({ headers })];
  const secrets = [ann.cookie, bob.cookie].map((cookie) => cookie?.split('=')[1] ?? '');
  await ann.callMe(canary('Ann'));
  await bob.callMe(canary('Bob'));

  async function live(): Promise<void> {
    const answers: Promise<unknown>[] = [];
    const ask = (client: Client, name: string, input: object) => answers.push(client.answer(name, input));
    const put = (path: string, body: object, method = 'PUT') =>
      answers.push(ann.ask(method, path, body).catch(() => null));
    ask(ann, 'chat:send', { text: canary('line'), clientMessageId: crypto.randomUUID() });
    ask(ann, 'chat:edit', { seq: 1, text: canary('other line') });
    ask(ann, 'chat:search', { text: canary('search') });
    ask(ann, 'chat:typing', {});
    ask(ann, 'room:edit', { name: canary('room'), topic: canary('topic') });
    ask(ann, 'door:set', { entry: 'passcode', passcode: canary('passcode') });
    ask(ann, 'invite:make', {});
    ask(ann, 'question:ask', { text: canary('question') });
    ask(ann, 'poll:open', { question: canary('poll'), choices: [canary('one'), canary('two')] });
    ask(ann, 'participant:rename', { name: canary('Anna') });
    ask(bob, 'participant:setHand', { raised: true, reason: canary('hand') });
    ask(bob, 'door:knock', { slug: 'not-there-at-all', reason: canary('knock') });
    ask(bob, canary('request'), { text: canary('nothing') });
    put('/me', { name: canary('Annie') });
    put('/me/profile', { about: canary('about'), pronouns: canary('they') });
    put('/account/password', { name: 'kanarie-name', password: canary('password of mine') }, 'POST');
    put('/sign-in/password', { name: 'kanarie-name', password: canary('password of mine') }, 'POST');
    put('/rooms', { name: canary('other room'), interests: ['astronomy'], language: 'en' }, 'POST');
    for (const path of [
      '/search?q=kanarie',
      '/people/kanarie',
      '/rooms/kanarie-room',
      '/interests/kanarie',
    ]) {
      answers.push(ann.ask('GET', path).catch(() => null));
    }
    for (const path of [
      '/r/kanarie-room',
      '/people/kanarie',
      '/calendar/kanarie.ics',
      '/%E0%A4%A',
      '/i/astronomy',
    ]) {
      answers.push(fetch(`${server.url}${path}`, { headers: { cookie: ann.cookie ?? '', ...headers } }));
    }
    await Promise.all(answers);
  }

  const room = await ann.openRoom({ name: canary('room') });
  const { seatToken } = await ann.join(room.slug, { rtpCapabilities });
  await bob.join(room.slug, { rtpCapabilities });
  secrets.push(String(seatToken));
  await live();
  const made = await ann.request('invite:make', {});
  secrets.push(made.token);
  fail();
  await live();
  await bob.drop();
  server.media.crash();
  await server.close();

  expect(server.log.at('error').length).toBeGreaterThan(0);
  const written = server.log.lines.map(({ context, message }) => {
    const { err, ...rest } = context as { err?: Error };
    return JSON.stringify({ ...rest, message, ...(err && { err: pino.stdSerializers.err(err) }) });
  });
  expect(written.filter((line) => /kanarie/i.test(line))).toEqual([]);
  for (const secret of [...secrets, address]) {
    expect(secret).not.toBe('');
    expect(written.filter((line) => line.includes(secret))).toEqual([]);
  }
});
