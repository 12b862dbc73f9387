import type { ErrorCode } from '../../protocol/errorCodes.ts';
import { type RequestName, requests } from '../../protocol/index.ts';
import type { Role } from '../../protocol/ranks.ts';
import { can } from '../../server/rooms/permissions.ts';

/** How somebody can stand to a room. */
export const standings = [
  'without a cookie',
  'a guest outside',
  'a companion tab',
  'a visitor',
  'its moderator',
  'its host',
  'host of another room',
  'somebody who left',
  'somebody removed',
  'somebody banned',
] as const;
export type Standing = (typeof standings)[number];

const hosts: ReadonlySet<Standing> = new Set(['its host', 'host of another room']);
const seated: ReadonlySet<Standing> = new Set([...hosts, 'a companion tab', 'a visitor', 'its moderator']);

/**
 * What the table of requests says to whoever stands like that; null: it is for the handler to say. `roomId` is what the
 * input has there, `own` the room that one is in: no other one is a conversation of theirs.
 */
export function refusalOf(
  name: RequestName,
  standing: Standing,
  { roomId, own }: { roomId?: unknown; own?: unknown } = {},
): ErrorCode | null {
  const { state, may } = requests[name];
  const inside = state !== 'connected';
  if (state === 'chatting' && roomId !== undefined && roomId !== own) {
    return standing === 'without a cookie' ? 'unauthenticated' : 'not_found';
  }
  if (inside && !seated.has(standing)) return 'not_joined';
  if (state === 'calling' && standing === 'a companion tab') return 'conflict';
  if (may !== 'anyone' && standing === 'without a cookie') return 'unauthenticated';
  return inside && !can(roleIn(standing), may) ? 'forbidden' : null;
}

function roleIn(standing: Standing): Role {
  if (hosts.has(standing)) return 'owner';
  return standing === 'its moderator' ? 'moderator' : 'visitor';
}

/** Ids by the name of the field they belong into. */
export type Aim = Readonly<Record<string, unknown>>;

/** The same input, with these ids in the fields that take them. */
export function aimed(input: unknown, aim: Aim): unknown {
  if (Array.isArray(input)) return input.map((part) => aimed(part, aim));
  if (typeof input !== 'object' || input === null) return input;
  const fields = Object.entries(input).map(([field, value]) => {
    if (field in aim) return [field, aim[field]];
    const one = field.replace(/s$/, '');
    return [field, Array.isArray(value) && one in aim ? [aim[one]] : aimed(value, aim)];
  });
  return Object.fromEntries(fields);
}
