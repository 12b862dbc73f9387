import { expect, test } from 'vitest';
import { wallpapers } from '../../../art/wallpapers.ts';
import { InterestInfo } from '../../../protocol/interest.ts';
import { interests } from '../../../server/store/seeds/interests.ts';

test('every interest fits the protocol and has a wallpaper, names and other words in both languages', () => {
  expect(new Set(interests.map(({ slug }) => slug)).size).toBe(interests.length);
  for (const { aliases, ...interest } of interests) {
    expect(InterestInfo.parse({ ...interest, liveRooms: 0, people: 0 })).toMatchObject(interest);
    expect(wallpapers).toHaveProperty(interest.pattern);
    expect(interest.names.zh).toMatch(/\p{Script=Han}/u);
    expect(aliases.some((alias) => /^[a-z]/.test(alias))).toBe(true);
    expect(aliases.some((alias) => /\p{Script=Han}/u.test(alias))).toBe(true);
    expect(new Set(interest.related).size).toBe(interest.related.length);
  }
});

test('every wallpaper belongs to an interest', () => {
  const used = new Set(interests.map(({ pattern }) => pattern));
  expect(Object.keys(wallpapers).filter((pattern) => !used.has(pattern))).toEqual([]);
});
