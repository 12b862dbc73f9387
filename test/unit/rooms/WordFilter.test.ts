import { expect, test } from 'vitest';
import { hasLink, hasWord, plainly, WordFilter } from '../../../server/rooms/WordFilter.ts';
import { MemoryStore } from '../../../server/store/MemoryStore.ts';
import { aRoom } from '../../contract/storeSamples.ts';

const words = ['Blödsinn', 'spam', 'buy now', '骗子'].map(plainly);

test.each([
  ...['blödsinn', 'BLODSINN!', 'so ein Blo\u0308dsinn', 'b\u200bl\u00adödsinn', 'ｂｌｏｄｓｉｎｎ'],
  ...['b l o d s i n n', 'b-l-o-d-s-i-n-n', 's.p.a.m', 'Spam, eggs', 'this is SPAM', 'Buy   now!', 'buy-now'],
  ...['他是骗子', '骗 子'],
])('finds it in "%s"', (text) => {
  expect(hasWord(text, words)).toBe(true);
});

test.each([
  ...['spammer', 'antispam', 'a blood sinn', 'to buy it now', 'Sp am', 'I am in a spa, mum', '骗了人', ''],
  ...['We sell b d s, and l o n g ones', 'Bl odsinn'],
])('finds nothing in "%s"', (text) => {
  expect(hasWord(text, words)).toBe(false);
});

test.each([
  'https://a.example',
  'see www.bread.example',
  'bread.com',
  'Go to BREAD.Com/now',
  'b\u200bread.io?x',
  'x.co:80',
])('takes "%s" for a link', (text) => {
  expect(hasLink(text)).toBe(true);
});

test.each(['Hello.World', 'e.g. this', 'v1.2.3', 'end.Come here', 'dot com'])(
  'takes "%s" for words',
  (text) => {
    expect(hasLink(text)).toBe(false);
  },
);

test('holds nobody back who keeps order, and links as the room wants it', async () => {
  const store = new MemoryStore();
  const room = aRoom();
  await store.rooms.add(room);
  const filter = new WordFilter(store.filters);
  await filter.set(room.id, ['Spam', 'spam', 'eggs']);
  expect(await filter.words(room.id)).toEqual(['spam', 'eggs']);
  const write = (text: string, role: 'visitor' | 'member' | 'moderator', links?: 'members' | 'nobody') =>
    filter.require({ info: { ...room, ...(links && { links }) }, role, text });
  await expect(write('spam', 'member')).rejects.toMatchObject({ code: 'word_refused' });
  await expect(write('spam', 'moderator')).resolves.toBeUndefined();
  await expect(write('a.com', 'visitor')).resolves.toBeUndefined();
  await expect(write('a.com', 'visitor', 'members')).rejects.toMatchObject({ code: 'link_refused' });
  await expect(write('a.com', 'member', 'members')).resolves.toBeUndefined();
  await expect(write('a.com', 'member', 'nobody')).rejects.toMatchObject({ code: 'link_refused' });
  // Known again by another process.
  const other = new WordFilter(store.filters);
  await expect(other.require({ info: room, role: 'visitor', text: 'SPAM' })).rejects.toMatchObject({
    code: 'word_refused',
  });
});
