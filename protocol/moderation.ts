import { z } from 'zod';
import { AuditEntry, Reason } from './audit.ts';
import { notification, request } from './define.ts';
import { ParticipantId, UndoId, UserId } from './ids.ts';
import { limits } from './limits.ts';
import { PersonInfo } from './people.ts';
import { restraints } from './reasons.ts';
import { Role } from './roles.ts';
import { line } from './text.ts';

/** What somebody shows. */
const ShownSource = z.enum(['camera', 'screen']);

/** Something somebody showed that a host ended, and who that was. */
export const StoppedSource = z.object({ source: ShownSource, by: z.string() });
export type StoppedSource = z.infer<typeof StoppedSource>;

const Restraint = z.enum(restraints);

const until = z.int().nullable();

/** What holds for somebody, as they are told of it themselves. */
export const Restrained = z
  .object({
    kind: Restraint,
    since: z.int(),
    /** In milliseconds since 1970; null: for good. */
    until,
    reason: Reason,
    note: z.string(),
    /** The name of whoever decided it; null: nobody knows any more. */
    by: z.string().nullable(),
  })
  .meta({ id: 'Restrained' });
export type Restrained = z.infer<typeof Restrained>;

/** Somebody for whom something holds in a room. */
export const RemovedPerson = z
  .object({
    person: PersonInfo,
    removedAt: z.int(),
    /** In milliseconds since 1970; null: for good. */
    until,
    kind: Restraint,
    reason: Reason,
    note: z.string(),
    by: z.string().nullable(),
  })
  .meta({ id: 'RemovedPerson' });
export type RemovedPerson = z.infer<typeof RemovedPerson>;

/** Somebody who left a room lately. */
const LeaverInfo = z
  .object({ id: ParticipantId, person: PersonInfo, role: Role, guest: z.boolean(), leftAt: z.int() })
  .meta({ id: 'LeaverInfo' });

/** Who is meant: by their seat, also a while after they left it; or anybody who was or wrote here, by their id. */
const who = { participantId: ParticipantId.optional(), userId: UserId.optional() };
const why = { reason: Reason.default('other'), note: line(0, limits.moderationNote).default('') };
const minutes = z.int().min(1).max(limits.restraintMinutes).nullable();
const undoable = z.object({ undo: UndoId });

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
  'moderation:warn': request({
    summary: 'Tells somebody below the own role what is not all right.',
    input: z.strictObject({ ...who, ...why }),
    output: z.null(),
    state: 'joined',
    may: 'participant:mute',
    rate: 'light',
  }),
  'moderation:restrain': request({
    summary:
      'Takes the microphone, the pictures or the chat from somebody for some minutes, null: for good. It can be taken back for ten seconds.',
    input: z.strictObject({
      ...who,
      ...why,
      kind: Restraint.exclude(['out']),
      minutes: minutes.default(10),
    }),
    output: undoable,
    state: 'joined',
    may: 'participant:mute',
    rate: 'light',
  }),
  'moderation:remove': request({
    summary:
      'Removes somebody from the room, for half an hour, some minutes, or for good, and what they wrote in the last hour if wanted. All of it can be taken back for ten seconds.',
    input: z.strictObject({
      ...who,
      ...why,
      ban: z.boolean().default(false),
      /** Left out: half an hour, or for good where it is a ban. */
      minutes: minutes.optional(),
      lines: z.boolean().default(false),
    }),
    output: undoable,
    state: 'joined',
    may: 'participant:remove',
    rate: 'light',
  }),
  'moderation:undo': request({
    summary: 'Takes back what one did to somebody a moment ago.',
    input: z.strictObject({ id: UndoId }),
    output: z.null(),
    state: 'joined',
    may: 'participant:mute',
    rate: 'light',
  }),
  'moderation:sweep': request({
    summary: 'Takes away what somebody wrote here in the last hour. It can be taken back for ten seconds.',
    input: z.strictObject(who),
    output: undoable,
    state: 'joined',
    may: 'chat:moderate',
    rate: 'heavy',
  }),
  'moderation:leavers': request({
    summary: 'Who left the room in the last half hour, the latest first.',
    input: z.strictObject({}),
    output: z.object({ leavers: z.array(LeaverInfo) }),
    state: 'joined',
    may: 'participant:remove',
    rate: 'light',
  }),
  'moderation:look': request({
    summary:
      'What a moderator may know of somebody: whether they have an account, and what was done to them here.',
    input: z.strictObject(who),
    output: z.object({
      guest: z.boolean(),
      here: z.boolean(),
      /** They are new in the house, and held to less for so many milliseconds more; 0: they are not. */
      newForMs: z.number(),
      restraints: z.array(Restrained),
      earlier: z.array(AuditEntry),
    }),
    state: 'joined',
    may: 'participant:mute',
    rate: 'light',
  }),
  'moderation:newcomers': request({
    summary: 'Who of those here is new in the house, and held to less for a while.',
    input: z.strictObject({}),
    output: z.object({ ids: z.array(ParticipantId) }),
    state: 'joined',
    may: 'participant:mute',
    rate: 'light',
  }),
  'moderation:removed': request({
    summary: 'For whom something holds in this room, and until when; first of all who may not come back.',
    input: z.strictObject({}),
    output: z.object({ removed: z.array(RemovedPerson) }),
    state: 'joined',
    may: 'participant:remove',
    rate: 'light',
  }),
  'moderation:pardon': request({
    summary: 'Lets somebody who was removed come back, or speak, show or write again.',
    input: z.strictObject({ userId: UserId, kind: Restraint.default('out') }),
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
  'moderation:restrained': notification(
    'You may not speak, show or write something here for a while.',
    Restrained,
  ),
  'moderation:lifted': notification('What held for you holds no longer.', z.object({ kind: Restraint })),
  'moderation:warned': notification(
    'A host tells you what is not all right.',
    z.object({ reason: Reason, note: z.string(), by: z.string() }),
  ),
};
