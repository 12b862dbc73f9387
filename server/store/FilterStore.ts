import type { RoomId } from '../../protocol/ids.ts';

/** Words that nobody writes in a room, as its moderators gave them. */
export interface FilterStore {
  words(roomId: RoomId): Promise<string[]>;
  /** In the place of those before. Throws `not_found` for a room that is not kept. */
  setWords(roomId: RoomId, words: readonly string[]): Promise<void>;
}
