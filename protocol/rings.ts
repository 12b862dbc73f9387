import { z } from 'zod';
import { notification, request } from './define.ts';
import { RingId, RoomId, RoomSlug, UserId } from './ids.ts';
import { limits } from './limits.ts';
import { PersonInfo } from './people.ts';

/**
 * What became of ringing somebody, as whoever rings may know: `away` looks as if they were not here, `missed` did not
 * answer.
 */
export const RingAnswer = z.enum(['ringing', 'away', 'joined', 'declined', 'missed']);
export type RingAnswer = z.infer<typeof RingAnswer>;

/** Your friends being rung. */
export const RingInfo = z
  .object({
    id: RingId,
    roomId: RoomId,
    people: z.array(z.object({ id: UserId, answer: RingAnswer })),
    /** Nobody is rung any more. */
    over: z.boolean(),
  })
  .meta({ id: 'RingInfo' });
export type RingInfo = z.infer<typeof RingInfo>;

/** A friend rings you. */
export const IncomingRing = z
  .object({
    id: RingId,
    from: PersonInfo,
    room: z.object({ id: RoomId, slug: RoomSlug, name: z.string() }),
    /** A call with pictures is meant. */
    video: z.boolean(),
  })
  .meta({ id: 'IncomingRing' });
export type IncomingRing = z.infer<typeof IncomingRing>;

const of = { state: 'connected', may: 'guest' } as const;
const one = z.strictObject({ id: RingId });

export const ringRequests = {
  'ring:call': request({
    ...of,
    summary: 'Rings friends into a room that they may enter, for half a minute, or until you leave it.',
    input: z.strictObject({
      roomId: RoomId,
      people: z.array(UserId).min(1).max(limits.ringPeople),
      video: z.boolean().default(false),
    }),
    output: RingInfo,
    rate: 'heavy',
  }),
  'ring:cancel': request({
    ...of,
    summary: 'Rings nobody any more.',
    input: one,
    output: z.null(),
    rate: 'light',
  }),
  'ring:decline': request({
    ...of,
    summary:
      'Does not come now: it rings on none of your devices any more. Stepping into the room is the other answer.',
    input: one,
    output: z.null(),
    rate: 'light',
  }),
  'ring:waiting': request({
    ...of,
    summary: 'Who rings you at this moment.',
    input: z.strictObject({}),
    output: z.object({ rings: z.array(IncomingRing) }),
    rate: 'light',
  }),
};

export const ringNotifications = {
  'ring:incoming': notification('A friend rings you, on every device.', IncomingRing),
  'ring:over': notification(
    'It rings no more: answered on one of your devices, taken back, or too late.',
    one,
  ),
  'ring:changed': notification('Somebody whom you ring answered, or did not.', RingInfo),
};
