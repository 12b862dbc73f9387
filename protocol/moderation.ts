import { z } from 'zod';
import { notification, request } from './define.ts';
import { ParticipantId, UserId } from './ids.ts';
import { PersonInfo } from './people.ts';

/** What somebody shows. */
const ShownSource = z.enum(['camera', 'screen']);

/** Something somebody showed that a host ended, and who that was. */
export const StoppedSource = z.object({ source: ShownSource, by: z.string() });
export type StoppedSource = z.infer<typeof StoppedSource>;

/** Somebody who may not come back to a room. */
export const RemovedPerson = z
  .object({
    person: PersonInfo,
    removedAt: z.int(),
    /** In milliseconds since 1970; null: for good. */
    until: z.int().nullable(),
  })
  .meta({ id: 'RemovedPerson' });
export type RemovedPerson = z.infer<typeof RemovedPerson>;

/** What keeps order: hosts may, and everybody is told who did it to them. */
export const moderationRequests = {
  'moderation:lowerHand': request({
    summary: 'Lowers the hand of somebody else, whose turn it was.',
    input: z.strictObject({ participantId: ParticipantId }),
    output: z.null(),
    state: 'joined',
    may: 'participant:mute',
    rate: 'light',
  }),
  'moderation:remove': request({
    summary: 'Removes somebody from the room, for half an hour or for good.',
    input: z.strictObject({ participantId: ParticipantId, ban: z.boolean().default(false) }),
    output: z.null(),
    state: 'joined',
    may: 'participant:remove',
    rate: 'light',
  }),
  'moderation:removed': request({
    summary: 'Who may not come back, and until when.',
    input: z.strictObject({}),
    output: z.object({ removed: z.array(RemovedPerson) }),
    state: 'joined',
    may: 'participant:remove',
    rate: 'light',
  }),
  'moderation:pardon': request({
    summary: 'Lets somebody who was removed come back.',
    input: z.strictObject({ userId: UserId }),
    output: z.null(),
    state: 'joined',
    may: 'participant:remove',
    rate: 'light',
  }),
  'moderation:mute': request({
    summary: 'Mutes the microphone of somebody else; only they can open it again.',
    input: z.strictObject({ participantId: ParticipantId }),
    output: z.null(),
    state: 'joined',
    may: 'participant:mute',
    rate: 'light',
  }),
  'moderation:stop': request({
    summary: 'Ends the camera or the shared screen of somebody else, who may show it again.',
    input: z.strictObject({ participantId: ParticipantId, source: ShownSource }),
    output: z.null(),
    state: 'joined',
    may: 'participant:stop',
    rate: 'light',
  }),
};

export const moderationNotifications = {
  'moderation:muted': notification('A host muted your microphone.', z.object({ by: z.string() })),
  'moderation:stopped': notification('A host ended what you showed.', StoppedSource),
};
