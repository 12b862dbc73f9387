import type { RoomId } from '../../../protocol/ids.ts';
import type { FilterStore } from '../FilterStore.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import { requireRoom } from './requireRoom.ts';

/** Words that rooms do not want, in the database. */
export class SqlFilters implements FilterStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async words(roomId: RoomId): Promise<string[]> {
    const row = await this.#commits.database
      .selectFrom('room_filter')
      .select('words')
      .where('room_id', '=', roomId)
      .executeTakeFirst();
    return row ? (JSON.parse(row.words) as string[]) : [];
  }

  async setWords(roomId: RoomId, words: readonly string[]): Promise<void> {
    await this.#commits.write(async (work) => {
      await requireRoom(work, roomId);
      const kept = { words: JSON.stringify(words) };
      await work
        .insertInto('room_filter')
        .values({ room_id: roomId, ...kept })
        .onConflict((conflict) => conflict.column('room_id').doUpdateSet(kept))
        .execute();
    });
  }
}
