import type { RoomInfo } from './room.ts';

/**
 * Whether a room is for those who belong to it alone: its chat is read and written outside it, too, and a link leads
 * nobody else in.
 */
export function isConversation({ visibility }: Pick<RoomInfo, 'visibility'>): boolean {
  return visibility === 'members' || visibility === 'direct';
}
