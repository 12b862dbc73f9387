import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Invite, InviteLinks } from '../../../../client/components/invites/InviteLinks.svelte.ts';
import { RequestError } from '../../../../client/session/RequestError.ts';
import { en } from '../../../../client/words/en/index.ts';
import { InviteId, InviteToken } from '../../../../protocol/ids.ts';

const pasted: string[] = [];
const clipboard = {
  async writeText(text: string) {
    pasted.push(text);
  },
};
beforeEach(() => {
  pasted.length = 0;
  vi.stubGlobal('location', { origin: 'http://house' });
  vi.stubGlobal('navigator', { clipboard });
});
afterEach(() => vi.unstubAllGlobals());

/** Keeps invitations; what fails is said beforehand. */
class Desk {
  readonly kept: Invite[] = [];
  fails: 'make' | 'burn' | 'list' | undefined;
  burnt = 0;
  readonly links = new InviteLinks<Invite, number>({
    list: async () => {
      this.#fail('list');
      return [...this.kept];
    },
    make: async (most) => {
      this.#fail('make');
      const name = `${this.kept.length}`.padStart(22, 'i');
      const id = InviteId.parse(name);
      this.kept.push({ id, by: 'Hana', createdAt: 0, expiresAt: null, most, used: 0 });
      return InviteToken.parse(name);
    },
    burn: async (id) => {
      this.burnt += 1;
      this.#fail('burn');
      this.kept.splice(
        this.kept.findIndex((one) => one.id === id),
        1,
      );
    },
    addressOf: (token) => `/join#invite=${token}`,
  });

  #fail(what: typeof this.fails): void {
    if (this.fails === what) throw new RequestError('unreachable', '');
  }
}

test('a link that was made is shown, copied and listed', async () => {
  const { links } = new Desk();
  expect(await links.make(10)).toBe(true);
  expect(links.link).toBe(`http://house/join#invite=${'0'.padStart(22, 'i')}`);
  expect(pasted).toEqual([links.link]);
  expect(links.invites.items).toMatchObject([{ most: 10 }]);
});

test('where the browser has no clipboard a link is made and listed without a word of trouble', async () => {
  vi.stubGlobal('navigator', {});
  const { links } = new Desk();
  expect(await links.make(1)).toBe(false);
  expect(links.link).toContain('#invite=');
  expect(links.problem).toBeUndefined();
  expect(links.invites.items).toHaveLength(1);
});

test('pressing twice makes one', async () => {
  const { links, kept } = new Desk();
  const first = links.make(1);
  expect(links.busy).toBe(true);
  expect(await Promise.all([first, links.make(1)])).toEqual([true, false]);
  expect(kept).toHaveLength(1);
  expect(links.busy).toBe(false);
});

test('what could not be made is said, and the button can be pressed again', async () => {
  const desk = new Desk();
  desk.fails = 'make';
  expect(await desk.links.make(1)).toBe(false);
  expect(desk.links.problem).toBe(en['problem.unreachable']);
  expect(desk.links.link).toBeUndefined();
  desk.fails = undefined;
  expect(await desk.links.make(1)).toBe(true);
  expect(desk.links.problem).toBeUndefined();
});

test('a link that was made stays, though the list of all could not be asked for', async () => {
  const desk = new Desk();
  desk.fails = 'list';
  await desk.links.make(1);
  expect(desk.links.link).toContain('#invite=');
  expect(desk.links.problem).toBeUndefined();
  expect(desk.links.invites.problem).toBe(en['problem.unreachable']);
});

test('one that is ended goes from the list, and is ended once', async () => {
  const desk = new Desk();
  await desk.links.make(1);
  const [one] = desk.kept;
  if (!one) throw new Error('nothing was made');
  await Promise.all([desk.links.burn(one.id), desk.links.burn(one.id)]);
  expect(desk.burnt).toBe(1);
  expect(desk.links.invites.items).toEqual([]);
});

test('what could not be ended is said, and stays in the list', async () => {
  const desk = new Desk();
  await desk.links.make(1);
  desk.fails = 'burn';
  const [one] = desk.kept;
  if (one) await desk.links.burn(one.id);
  expect(desk.links.problem).toBe(en['problem.unreachable']);
  expect(desk.links.invites.items).toHaveLength(1);
});
