import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RoomSlug } from '../../../protocol/ids.ts';
import { createSlug } from '../../../server/rooms/slug.ts';

const none = () => false;

test('an open room has its name in its address', () => {
  expect(createSlug({ name: 'Café Übung & Tea!', visibility: 'open' }, none)).toMatch(
    /^cafe-u-bung-tea-[a-z0-9]{4}$|^cafe-ubung-tea-[a-z0-9]{4}$/,
  );
});

test('a name without Latin letters gives an address all the same', () => {
  expect(createSlug({ name: '潜水 🤿', visibility: 'open' }, none)).toMatch(/^[a-z2-9]{8}$/);
});

test('the address of a room for those with the link tells nothing of it and cannot be guessed', () => {
  const slugs = Array.from({ length: 200 }, () =>
    createSlug({ name: 'Surprise party', visibility: 'link' }, none),
  );
  for (const slug of slugs) expect(slug).toMatch(/^[a-z2-9]{24}$/);
  expect(new Set(slugs).size).toBe(200);
});

test('whatever a room is called, its address is one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (name) => {
      expect(RoomSlug.safeParse(createSlug({ name, visibility: 'open' }, none)).success).toBe(true);
    }),
  );
});

test('an address that another room has is given to none', () => {
  const drawn = new Set<string>();
  const room = { name: 'Surprise party', visibility: 'open' } as const;
  const slug = createSlug(room, (slug) => drawn.size < 3 && Boolean(drawn.add(slug)));
  expect(drawn.size).toBe(3);
  expect(drawn.has(slug)).toBe(false);
});
