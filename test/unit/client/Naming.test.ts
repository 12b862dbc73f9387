import { expect, test } from 'vitest';
import { Naming } from '../../../client/components/chat/Naming.svelte.ts';
import type { PersonInfo } from '../../../protocol/people.ts';

const called = (name: string): PersonInfo => ({ id: `user of ${name}` as never, name, avatar: name });
const atHand = ['Ann', 'Bo'].map(called);

/** Names by typing; whoever asks for more people is answered when the test says so. */
function typing() {
  const asked = new Map<string, ReturnType<typeof Promise.withResolvers<readonly PersonInfo[]>>>();
  const naming = new Naming(
    () => atHand,
    () => {},
    (query) => {
      const answer = Promise.withResolvers<readonly PersonInfo[]>();
      asked.set(query, answer);
      return answer.promise;
    },
  );
  const type = (text: string) => naming.look(text, text.length);
  const answer = async (query: string, ...people: PersonInfo[]) => {
    asked.get(query)?.resolve(people);
    await asked.get(query)?.promise;
    await Promise.resolve();
  };
  const offered = () => naming.people.map(({ name }) => name);
  return { naming, asked, type, answer, offered };
}

test('those at hand are offered at once, those of a crowd when they are found, and nobody twice', async () => {
  const { type, answer, offered } = typing();
  type('Hello @a');
  expect(offered()).toEqual(['Ann']);
  await answer('a', called('Anton'), called('Ann'));
  expect(offered()).toEqual(['Ann', 'Anton']);
});

test('an answer to what was typed before is none', async () => {
  const { type, answer, offered } = typing();
  type('@b');
  type('@be');
  await answer('be', called('Bea'));
  await answer('b', called('Bertha'), called('Ben'));
  expect(offered()).toEqual(['Bea']);
});

test('whoever was picked of a crowd can be named by the line, also when the list has closed', async () => {
  const { naming, type, answer } = typing();
  type('Thanks @an');
  await answer('an', called('Anton'));
  const anton = naming.people.find(({ name }) => name === 'Anton');
  if (!anton) throw new Error('not offered');
  expect(naming.put('Thanks @an', anton)).toEqual({ text: 'Thanks @Anton ', caret: 14 });
  expect(naming.open).toBe(false);
  expect(naming.known.map(({ name }) => name)).toEqual(['Ann', 'Bo', 'Anton']);
});

test('where nobody answers those at hand are offered all the same', async () => {
  const { asked, type, offered } = typing();
  type('@b');
  asked.get('b')?.reject(new Error('offline'));
  await asked.get('b')?.promise.catch(() => {});
  expect(offered()).toEqual(['Bo']);
});
