import { z } from 'zod';
import { notification, request } from './define.ts';
import { CircleId, RoomSlug, UserId } from './ids.ts';
import { limits } from './limits.ts';

/** How somebody wants to be seen; who is online and touches nothing is shown as idle. */
export const PresenceChoice = z
  .strictObject({
    status: z.enum(['online', 'dnd', 'invisible']),
    /** Who may know whether and where one is. */
    visibleTo: z.enum(['everyone', 'friends', 'circles', 'nobody']),
    /** For `circles`: which of one's own. */
    circles: z.array(CircleId).max(limits.circles).optional(),
  })
  .meta({ id: 'PresenceChoice' });
export type PresenceChoice = z.infer<typeof PresenceChoice>;

/** Whether somebody is here, as the asker may know. */
export const PresenceInfo = z
  .object({
    id: UserId,
    status: z.enum(['online', 'idle', 'dnd', 'offline']),
    /** The open room they are in. */
    room: z.object({ slug: RoomSlug, name: z.string() }).nullable(),
  })
  .meta({ id: 'PresenceInfo' });
export type PresenceInfo = z.infer<typeof PresenceInfo>;

export const presenceRequests = {
  'presence:watch': request({
    summary: 'Your own choice, and whether those whom you follow or are friends with are here.',
    input: z.strictObject({}),
    output: z.object({ own: PresenceChoice, people: z.array(PresenceInfo) }),
    state: 'connected',
    may: 'guest',
    rate: 'light',
  }),
  'presence:choose': request({
    summary: 'Chooses how you are seen, and by whom, until you choose otherwise.',
    input: PresenceChoice,
    output: z.null(),
    state: 'connected',
    may: 'guest',
    rate: 'heavy',
  }),
  'presence:setIdle': request({
    summary: 'Says that nobody has touched this device for a while, or that somebody does again.',
    input: z.strictObject({ idle: z.boolean() }),
    output: z.null(),
    state: 'connected',
    may: 'guest',
    rate: 'light',
  }),
};

export const presenceNotifications = {
  'presence:changed': notification(
    'Somebody whom you follow or are friends with came, went or moved.',
    PresenceInfo,
  ),
};
