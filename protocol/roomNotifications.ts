import { z } from 'zod';
import { notification } from './define.ts';
import { ParticipantId, RoomSlug } from './ids.ts';
import { Restrained } from './moderation.ts';
import { LeaveReason, ParticipantInfo, RoomInfo } from './room.ts';

export const roomNotifications = {
  'room:participantJoined': notification('Somebody stepped in.', ParticipantInfo),
  'room:participantLeft': notification(
    'Somebody is no longer in the room.',
    z.object({ id: ParticipantId, reason: LeaveReason }),
  ),
  'room:participantChanged': notification(
    'Name, picture, role, connection, hand, place or spotlight of somebody changed.',
    ParticipantInfo.pick({
      id: true,
      name: true,
      avatar: true,
      picture: true,
      role: true,
      acting: true,
      keeper: true,
      connected: true,
      handRaisedAt: true,
      handReason: true,
      onStage: true,
      spotlit: true,
    }),
  ),
  'room:changed': notification('The room itself changed.', RoomInfo),
  'room:talking': notification(
    'The set of people whose voice is heard right now.',
    z.object({ ids: z.array(ParticipantId) }),
  ),
  'room:activeSpeaker': notification(
    'Whose voice is loudest now.',
    z.object({ id: ParticipantId.nullable() }),
  ),
  'room:ended': notification(
    'You are no longer in the room: it closed, its stage is over, you left or opened it elsewhere, or a host removed you.',
    z.object({
      reason: z.enum(['closed', 'over', 'left', 'replaced', 'removed', 'moved']),
      /** For who was moved: whereto, and by whom. */
      moved: z.object({ slug: RoomSlug, by: z.string() }).optional(),
      /** For who was removed: until when, in milliseconds since 1970; null: for good. */
      until: z.int().nullable(),
      /** For who was removed: why, and by whom. */
      bar: Restrained.optional(),
    }),
  ),
};
