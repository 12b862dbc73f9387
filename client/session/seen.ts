import type { RoomId } from '../../protocol/ids.ts';

const seenKey = (roomId: RoomId) => `hobnob.seen.${roomId}`;

/** The last line of a room's chat that was seen in this browser. */
export function recallSeen(roomId: RoomId): number {
  try {
    return Number(localStorage.getItem(seenKey(roomId))) || 0;
  } catch {
    return 0;
  }
}

/** Without storage, what was read is known as long as the page lives. */
export function rememberSeen(roomId: RoomId, seq: number): void {
  try {
    localStorage.setItem(seenKey(roomId), String(seq));
  } catch {
    // Full, or forbidden.
  }
}
