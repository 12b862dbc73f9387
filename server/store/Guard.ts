import type { RoomId } from '../../protocol/ids.ts';

/** What every part of a store that forgets asks before it answers. */
export interface Guard {
  readonly requireOpen: () => void;
  readonly requireTaking: () => void;
  /** Throws `not_found`. */
  readonly requireRoom: (id: RoomId) => unknown;
}

/** Somebody in a room, as one word. */
export function keyOf({ roomId, userId }: { readonly roomId: RoomId; readonly userId: string }): string {
  return `${roomId} ${userId}`;
}
