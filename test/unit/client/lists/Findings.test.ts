import { expect, test } from 'vitest';
import { Findings } from '../../../../client/components/lists/Findings.svelte.ts';
import { RequestError } from '../../../../client/session/RequestError.ts';
import { en } from '../../../../client/words/en/index.ts';

interface Row {
  readonly id: string;
}
type Ask = { readonly q?: string; readonly skip: number; readonly behind: Row | undefined };
type Answer = { items: readonly Row[]; more: boolean };

const rows = (...ids: readonly string[]): Row[] => ids.map((id) => ({ id }));
const idsOf = (found: Findings<Row>) => found.items?.map(({ id }) => id);
const unreachable = new RequestError('unreachable', '');

/** A list of a server that gives two at a time. */
class Shelf {
  order: string[];
  failing = false;
  readonly asked: Ask[] = [];
  readonly found = new Findings<Row>({ page: (wish) => this.#page(wish), idOf: ({ id }) => id });

  constructor(...order: string[]) {
    this.order = order;
  }

  async #page(wish: Ask): Promise<Answer> {
    this.asked.push(wish);
    if (this.failing) throw unreachable;
    const fitting = this.order.filter((id) => id.includes(wish.q ?? ''));
    return { items: rows(...fitting.slice(wish.skip, wish.skip + 2)), more: fitting.length > wish.skip + 2 };
  }
}

/** Whose answers come when the test says so. */
function slowly() {
  const waiting: ReturnType<typeof Promise.withResolvers<Answer>>[] = [];
  const page = () => {
    const answer = Promise.withResolvers<Answer>();
    waiting.push(answer);
    return answer.promise;
  };
  return { waiting, found: new Findings<Row>({ page, idOf: ({ id }) => id }) };
}

test('what moved to the next page meanwhile is there once, and the next ask goes on behind all that came', async () => {
  const shelf = new Shelf('ann', 'bo', 'cy', 'di', 'eve');
  await shelf.found.look();
  shelf.order = ['new', 'ann', 'bo', 'cy', 'di', 'eve'];
  await shelf.found.goOn();
  expect(idsOf(shelf.found)).toEqual(['ann', 'bo', 'cy']);
  await shelf.found.goOn();
  expect(idsOf(shelf.found)).toEqual(['ann', 'bo', 'cy', 'di', 'eve']);
  expect(shelf.found.more).toBe(false);
  expect(shelf.asked.map(({ skip, behind }) => [skip, behind?.id])).toEqual([
    [0, undefined],
    [2, 'bo'],
    [4, 'cy'],
  ]);
});

test('a look after a deed brings as many as were there, as they are now', async () => {
  const shelf = new Shelf('ann', 'bo', 'cy', 'di', 'eve', 'flo', 'gus');
  await shelf.found.look();
  await shelf.found.goOn();
  shelf.order = ['bo', 'cy', 'di', 'eve', 'flo', 'gus'];
  await shelf.found.renew();
  expect(idsOf(shelf.found)).toEqual(['bo', 'cy', 'di', 'eve']);
  expect(shelf.found.more).toBe(true);
  await shelf.found.goOn();
  expect(idsOf(shelf.found)).toEqual(['bo', 'cy', 'di', 'eve', 'flo', 'gus']);
});

test('a failure to go on leaves what is there, and trying again goes on from there', async () => {
  const shelf = new Shelf('ann', 'bo', 'cy');
  await shelf.found.look();
  shelf.failing = true;
  await shelf.found.goOn();
  expect(idsOf(shelf.found)).toEqual(['ann', 'bo']);
  expect(shelf.found.problem).toBe(en['problem.unreachable']);
  shelf.failing = false;
  await shelf.found.again();
  expect(idsOf(shelf.found)).toEqual(['ann', 'bo', 'cy']);
  expect(shelf.found.problem).toBeUndefined();
});

test('a failure to look after a deed leaves what is there', async () => {
  const shelf = new Shelf('ann', 'bo');
  await shelf.found.look();
  shelf.failing = true;
  await shelf.found.renew();
  expect(idsOf(shelf.found)).toEqual(['ann', 'bo']);
  expect(shelf.found.problem).toBe(en['problem.unreachable']);
});

test('what other words found is not shown for words that could not be looked for', async () => {
  const shelf = new Shelf('ann', 'bo');
  await shelf.found.look();
  shelf.failing = true;
  shelf.found.words = ' bo ';
  await shelf.found.look();
  expect(idsOf(shelf.found)).toBeUndefined();
  shelf.failing = false;
  await shelf.found.again();
  expect(idsOf(shelf.found)).toEqual(['bo']);
  expect(shelf.asked.at(-1)?.q).toBe('bo');
});

test('neither a late answer nor a late failure covers a newer answer', async () => {
  for (const late of ['answer', 'failure']) {
    const { waiting, found } = slowly();
    const first = found.look();
    const second = found.look();
    waiting[1]?.resolve({ items: rows('new'), more: false });
    await second;
    if (late === 'failure') waiting[0]?.reject(unreachable);
    else waiting[0]?.resolve({ items: rows('old'), more: true });
    await first;
    expect(idsOf(found)).toEqual(['new']);
    expect(found.more).toBe(false);
    expect(found.problem).toBeUndefined();
  }
});
