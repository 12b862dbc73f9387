import { expect, test } from 'vitest';
import { folded, foldOf, type News } from '../../../server/people/noticeRules.ts';
import { aGuest, aRoom } from '../../contract/storeSamples.ts';

const me = aGuest().id;
const ann = aGuest();
const room = aRoom();
const minute = 60_000;
const line = (text: string, seq: number): News => ({ kind: 'line', who: ann, room, seq, text });

test('several lines of a room are one while nobody has read them, as the last of them was', () => {
  const first = folded(me, null, line('One', 1), 0);
  const third = folded(me, folded(me, first, line('Two', 2), 1), line('Three', 3), 2);
  expect(third).toMatchObject({ id: first?.id, count: 3, seq: 3, text: 'Three', at: 2 });
  const next = folded(me, third && { ...third, read: true }, line('Four', 4), 3);
  expect(next).toMatchObject({ count: 1, seq: 4 });
  expect(next?.id).not.toBe(first?.id);
});

test('a room that went live is told again after half an hour, read or not, and counts as one', () => {
  const live: News = { kind: 'live', who: ann, room };
  const first = folded(me, null, live, 0);
  expect(folded(me, first && { ...first, read: true }, live, 30 * minute - 1)).toBeNull();
  expect(folded(me, first, live, 30 * minute - 1)).toBeNull();
  expect(folded(me, first, live, 30 * minute)).toMatchObject({ id: first?.id, count: 1, at: 30 * minute });
});

test('what is of another kind, room or person is another thing', () => {
  const [bo, elsewhere] = [aGuest(), aRoom()];
  const keys = [
    foldOf(line('', 1)),
    foldOf({ ...line('', 1), kind: 'mention' }),
    foldOf({ ...line('', 1), room: elsewhere }),
    foldOf({ kind: 'friendRequest', who: ann }),
    foldOf({ kind: 'friendRequest', who: bo }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(foldOf({ ...line('', 1), who: bo })).toBe(foldOf(line('', 2)));
});

test('what was said begins as plain words on one line', () => {
  const begin = (text: string) => folded(me, null, line(text, 1), 0)?.text;
  expect(begin('> **Rye** or\n\n[wheat](https://example.org)?  `both`')).toBe('Rye or wheat? both');
  expect(begin('x'.repeat(140))).toBe('x'.repeat(140));
  expect(begin('x'.repeat(141))).toBe(`${'x'.repeat(139)}…`);
  expect(begin(`${'x'.repeat(138)}🥖🥖`)).toBe(`${'x'.repeat(138)}…`);
});
