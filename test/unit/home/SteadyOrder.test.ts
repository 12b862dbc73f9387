import { expect, test } from 'vitest';
import { SteadyOrder } from '../../../client/components/home/SteadyOrder.ts';
import type { RoomCard } from '../../../protocol/room.ts';

const cards = (...ids: string[]) => ids.map((id) => ({ id }) as RoomCard);
const ids = (rooms: RoomCard[]) => rooms.map(({ id }) => id).join('');

test('rooms stay where they are for half a minute, then follow', () => {
  const order = new SteadyOrder();
  expect(ids(order.arrange(cards('a', 'b', 'c'), 0))).toBe('abc');
  expect(ids(order.arrange(cards('c', 'b', 'a'), 29_999))).toBe('abc');
  expect(ids(order.arrange(cards('c', 'b', 'a'), 30_000))).toBe('cba');
});

test('nothing moves under the pointer, however long it rests there', () => {
  const order = new SteadyOrder();
  order.arrange(cards('a', 'b'), 0);
  order.hold(true);
  expect(ids(order.arrange(cards('b', 'a'), 90_000))).toBe('ab');
  order.hold(false);
  expect(ids(order.arrange(cards('b', 'a'), 90_001))).toBe('ba');
});

test('a new room comes last and one that ended leaves no gap', () => {
  const order = new SteadyOrder();
  order.arrange(cards('a', 'b', 'c'), 0);
  expect(ids(order.arrange(cards('new', 'c', 'a'), 1_000))).toBe('acnew');
});

test('another order that was asked for is made at once', () => {
  const order = new SteadyOrder();
  order.arrange(cards('a', 'b'), 0);
  order.release();
  expect(ids(order.arrange(cards('b', 'a'), 10))).toBe('ba');
});
