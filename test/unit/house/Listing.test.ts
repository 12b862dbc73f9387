import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { UserId } from '../../../protocol/ids.ts';
import { Listing } from '../../../server/house/Listing.ts';

const [hana, bo] = ['hana', 'bo'] as UserId[] as [UserId, UserId];

/** A house with these keepers. */
function aHouse({ isPublic = true, listing = 'auto' as 'auto' | 'on' | 'off' } = {}) {
  const keepers: UserId[] = [];
  const roles = Object.assign(new EventEmitter(), {
    get list() {
      return keepers;
    },
    roleOf: (id: UserId) => (keepers.includes(id) ? 'moderator' : null),
  });
  const settings = Object.assign(new EventEmitter(), { value: { listing } });
  const rule = new Listing({ settings, roles, isPublic } as never);
  return { rule, keepers, roles };
}

test('a public house lists for strangers from the moment on in which somebody looks after it', () => {
  const { rule, keepers, roles } = aHouse();
  const told: boolean[] = [];
  rule.on('changed', () => told.push(rule.isOpenFor(bo)));
  expect(rule.isOpenFor(null)).toBe(false);
  keepers.push(hana);
  roles.emit('changed');
  keepers.pop();
  roles.emit('changed');
  expect(told).toEqual([true, false]);
});

test('what is chosen wins over what the house would do by itself, and keepers see all of it', () => {
  for (const isPublic of [true, false]) {
    expect(aHouse({ isPublic, listing: 'on' }).rule.isOpenFor(null)).toBe(true);
    const { rule, keepers } = aHouse({ isPublic, listing: 'off' });
    keepers.push(hana);
    expect([rule.isOpenFor(null), rule.isOpenFor(bo), rule.isOpenFor(hana)]).toEqual([false, false, true]);
  }
});
