import { expect, test } from 'vitest';
import { requests } from '../../../protocol/index.ts';
import { editablePermissions, leastRoles, may, outranks, type Role, roles } from '../../../protocol/ranks.ts';
import { can, requireAbove } from '../../../server/rooms/permissions.ts';

const asked = [...new Set(Object.values(requests).map((request) => request.may))];
const allowed = (role: Role) => asked.filter((permission) => can(role, permission));

test.each(Object.entries(requests))('%s is allowed to somebody', (_name, request) => {
  expect(roles.some((role) => can(role, request.may))).toBe(true);
});

test('who is higher may do all that who is lower may', () => {
  for (const [index, role] of roles.slice(0, -1).entries()) {
    expect(allowed(role)).toEqual(expect.arrayContaining(allowed(roles[index + 1] as Role)));
  }
  expect(allowed('owner')).toEqual(asked);
});

test('a visitor keeps no order, and a moderator decides nothing about the room', () => {
  const order = ['chat:moderate', 'participant:mute', 'participant:remove', 'participant:stop', 'room:lock'];
  expect(allowed('visitor').filter((permission) => order.includes(permission))).toEqual([]);
  expect(allowed('moderator')).toEqual(expect.arrayContaining(order));
  for (const permission of ['room:edit', 'role:grant', 'role:decide'] as const) {
    expect(can('moderator', permission)).toBe(false);
  }
});

test('whatever its owner gives away in a room, they keep all of it', () => {
  for (const permission of editablePermissions) {
    for (const role of roles) expect(may('owner', permission, { [permission]: role })).toBe(true);
  }
});

test('what a room has otherwise holds there alone', () => {
  expect(may('visitor', 'room:speak', { 'room:speak': 'speaker' })).toBe(false);
  expect(may('speaker', 'room:speak', { 'room:speak': 'speaker' })).toBe(true);
  expect(may('member', 'participant:mute', { 'participant:mute': 'member' })).toBe(true);
  expect(may('member', 'participant:mute')).toBe(false);
});

test('what is not to be given away is in no list of what can be', () => {
  const kept = (Object.keys(leastRoles) as (keyof typeof leastRoles)[]).filter(
    (permission) => !(editablePermissions as readonly string[]).includes(permission),
  );
  expect(kept.sort()).toEqual(['chat:send', 'role:decide', 'role:grant', 'room:listen']);
});

test('nobody is above themselves or their equals', () => {
  for (const role of roles) {
    expect(outranks(role, role)).toBe(false);
    expect(() => requireAbove(role, role)).toThrow();
  }
  expect(outranks('owner', 'coOwner')).toBe(true);
  expect(outranks('coOwner', 'owner')).toBe(false);
});
