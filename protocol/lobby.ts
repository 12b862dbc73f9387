import { z } from 'zod';
import { notification, request } from './define.ts';
import { RoomId } from './ids.ts';
import { RoomCard } from './room.ts';

export const lobbyRequests = {
  'lobby:watch': request({
    summary: 'Sends the cards of all open live rooms, then every change of them.',
    input: z.strictObject({}),
    output: z.object({ cards: z.array(RoomCard) }),
    state: 'connected',
    may: 'anyone',
    rate: 'light',
  }),
  'lobby:unwatch': request({
    summary: 'Ends `lobby:watch`.',
    input: z.strictObject({}),
    output: z.null(),
    state: 'connected',
    may: 'anyone',
    rate: 'light',
  }),
};

export const lobbyNotifications = {
  'lobby:card': notification('A room opened, or what its card shows changed.', RoomCard),
  'lobby:cardGone': notification('A room is no longer live or listed.', z.object({ id: RoomId })),
  'lobby:changed': notification('Other rooms are listed for you than before: ask anew.', z.strictObject({})),
};
