import { expect, test } from 'vitest';
import { requests } from '../../../protocol/index.ts';
import { Role } from '../../../protocol/room.ts';
import { can } from '../../../server/rooms/permissions.ts';

test.each(Object.entries(requests))('%s is allowed to somebody', (_name, { may }) => {
  expect(Role.options.some((role) => can(role, may))).toBe(true);
});

test('a host may do all that a member may, and a member not all that a host may', () => {
  const all = [...new Set(Object.values(requests).map(({ may }) => may))];
  const allowed = (role: Role) => all.filter((permission) => can(role, permission));
  expect(allowed('host')).toEqual(all);
  expect(all.filter((permission) => !can('member', permission)).sort()).toEqual([
    'chat:moderate',
    'participant:mute',
    'participant:remove',
    'participant:stop',
    'room:edit',
    'room:lock',
    'room:spotlight',
    'stage:manage',
    'stage:speak',
  ]);
});
