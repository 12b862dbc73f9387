import { z } from 'zod';
import { notification, request } from './define.ts';
import { InviteId, InviteToken, RoomSlug, UserId } from './ids.ts';
import { limits } from './limits.ts';
import { PersonInfo } from './people.ts';
import { Role } from './roles.ts';
import { line } from './text.ts';

/** Who comes in by themselves: everybody, nobody before they were let in, or who knows the passcode. */
export const Entry = z.enum(['free', 'knock', 'passcode']).meta({ id: 'Entry' });
export type Entry = z.infer<typeof Entry>;

const Passcode = z.string().trim().min(limits.passcodeMin).max(limits.passcode);

/** What one shows at a door besides oneself. */
export const RoomKey = z.strictObject({
  passcode: z.string().max(limits.passcode).optional(),
  /** What follows `#invite=` in a link. */
  invite: InviteToken.optional(),
});
export type RoomKey = z.infer<typeof RoomKey>;

/** Somebody who knocks. */
export const Knock = z.object({ person: PersonInfo, reason: z.string(), at: z.int() }).meta({ id: 'Knock' });
export type Knock = z.infer<typeof Knock>;

/** Who waits outside, as those are told who may let them in. */
export const Outside = z.object({
  knocks: z.array(Knock),
  /** How many wait for a free seat. */
  queue: z.int().nonnegative(),
});

/** A role that an invitation can carry. */
const CarriedRole = Role.extract(['coOwner', 'moderator', 'speaker', 'member', 'guest']);

/** An invitation, as those see it who may make some: without its secret, which was told once. */
export const InviteInfo = z
  .object({
    id: InviteId,
    role: CarriedRole,
    /** The name of who made it. */
    by: z.string(),
    createdAt: z.int(),
    /** In milliseconds since 1970; null: never. */
    expiresAt: z.int().nullable(),
    /** How many people may come by it; null: any number. */
    most: z.int().positive().nullable(),
    used: z.int().nonnegative(),
  })
  .meta({ id: 'InviteInfo' });
export type InviteInfo = z.infer<typeof InviteInfo>;

const atDoor = { state: 'connected', may: 'guest', rate: 'light' } as const;

/** What happens at the door of a room: knocking, waiting for a seat, and ways in for those who are meant. */
export const doorRequests = {
  'door:knock': request({
    summary: 'Asks to be let in, with a reason if one likes; `door:answered` tells what comes of it.',
    input: z.strictObject({ slug: RoomSlug, reason: line(0, limits.knockReason).default('') }),
    output: z.null(),
    ...atDoor,
    rate: 'heavy',
  }),
  'door:queue': request({
    summary:
      'Waits for a seat in a room that is full; `door:place` tells the place, `door:answered` the turn.',
    input: z.strictObject({ slug: RoomSlug }),
    output: z.object({ place: z.int().positive() }),
    ...atDoor,
    rate: 'heavy',
  }),
  'door:leave': request({
    summary: 'Knocks and waits no longer.',
    input: z.strictObject({ slug: RoomSlug }),
    output: z.null(),
    ...atDoor,
  }),
  'door:answer': request({
    summary: 'Lets somebody in who knocks, or not.',
    input: z.strictObject({ userId: UserId, admit: z.boolean() }),
    output: z.null(),
    state: 'joined',
    may: 'room:admit',
    rate: 'light',
  }),
  'door:set': request({
    summary: 'Says who comes in by themselves. A passcode is needed once for `passcode`, and kept as a hash.',
    input: z.strictObject({ entry: Entry, passcode: Passcode.optional() }),
    output: z.null(),
    state: 'joined',
    may: 'room:edit',
    rate: 'heavy',
  }),
  'invite:make': request({
    summary: 'Makes a link that leads past knocking and passcode, and gives a role below the own one.',
    input: z.strictObject({
      role: CarriedRole.default('guest'),
      minutes: z.int().min(1).max(limits.inviteMinutes).nullable().default(null),
      most: z.int().min(1).max(limits.inviteUses).nullable().default(null),
    }),
    output: z.object({ invite: InviteInfo, token: InviteToken }),
    state: 'joined',
    may: 'room:invite',
    rate: 'heavy',
  }),
  'invite:list': request({
    summary: 'The invitations that still lead in.',
    input: z.strictObject({}),
    output: z.object({ invites: z.array(InviteInfo) }),
    state: 'joined',
    may: 'room:admit',
    rate: 'light',
  }),
  'invite:burn': request({
    summary: 'Ends an invitation at once; who came by it stays.',
    input: z.strictObject({ id: InviteId }),
    output: z.null(),
    state: 'joined',
    may: 'room:admit',
    rate: 'light',
  }),
};

export const doorNotifications = {
  'door:outside': notification('Who waits outside of the room you are in.', Outside),
  'door:place': notification(
    'Your place among those who wait for a seat.',
    z.object({ slug: RoomSlug, place: z.int().positive() }),
  ),
  'door:answered': notification(
    'You may step in now, or not.',
    z.object({ slug: RoomSlug, admitted: z.boolean() }),
  ),
};
