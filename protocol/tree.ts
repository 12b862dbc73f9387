import { z } from 'zod';
import { notification, request } from './define.ts';
import { ParticipantId, RoomSlug } from './ids.ts';
import { limits } from './limits.ts';
import { RoomCard, RoomInfo } from './room.ts';
import { line } from './text.ts';

/** A room with the ones beside it: the one that has them first. */
const Family = z.object({ rooms: z.array(RoomCard) });

/** Rooms beside a room: they are for the same people, and who is what in one is the same in the others. */
export const treeRequests = {
  'tree:open': request({
    summary: 'Opens a room beside this one, lasting or until everybody has left it.',
    input: z.strictObject({ name: line(1, limits.roomName), lasting: z.boolean().default(false) }),
    output: RoomInfo,
    state: 'joined',
    may: 'room:branch',
    rate: 'heavy',
  }),
  'tree:list': request({
    summary: 'This room and those beside it, with who is in each; `tree:changed` tells the changes.',
    input: z.strictObject({}),
    output: Family,
    state: 'joined',
    may: 'room:listen',
    rate: 'light',
  }),
  'tree:move': request({
    summary: 'Moves somebody into another room of the family, as muted as they are.',
    input: z.strictObject({ participantId: ParticipantId, slug: RoomSlug }),
    output: z.null(),
    state: 'joined',
    may: 'participant:move',
    rate: 'light',
  }),
};

export const treeNotifications = {
  'tree:changed': notification('Somebody came, went or talks in a room of the family.', Family),
};
