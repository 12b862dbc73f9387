import { z } from 'zod';
import { notification, request } from './define.ts';
import { FrozenParts } from './frozen.ts';
import { limits } from './limits.ts';
import { RoomInfo } from './room.ts';
import { line } from './text.ts';

/** What stops a room that is being disturbed, in one step. */
export const freezeRequests = {
  'room:freeze': request({
    summary:
      'Freezes the room: nobody but moderators comes in, speaks, shows or writes, whichever of these is said, and all hands go down. With none of them it is free again.',
    input: z.strictObject({
      ...FrozenParts.shape,
      /** Everybody reads it as long as something is frozen. */
      note: line(0, limits.moderationNote).default(''),
    }),
    output: RoomInfo,
    state: 'joined',
    may: 'room:freeze',
    rate: 'light',
  }),
};

export const freezeNotifications = {
  'moderation:raid': notification(
    'Many who are new here came at once. Told to who may freeze the room.',
    z.object({
      /** Who came within the last minute, and how many of them are guests. */
      came: z.int().positive(),
      guests: z.int().nonnegative(),
    }),
  ),
};
