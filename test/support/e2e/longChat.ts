import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../../server/store/openDatabase.ts';
import { SqlStore } from '../../../server/store/SqlStore.ts';
import { aGuest, aRoom } from '../../contract/storeSamples.ts';

const atOnce = 1_000;

/** A folder for a house with a room in which that much was said: as rows, since saying it would take minutes. */
export async function folderWithLines(count: number) {
  const folder = mkdtempSync(join(tmpdir(), 'hobnob-long-'));
  const file = join(folder, 'hobnob.db');
  const room = aRoom({ lasting: true, interests: [] });
  const store = await SqlStore.open(file);
  await store.rooms.add(room);
  await store.close();
  const database = await openDatabase(file);
  const author = aGuest();
  for (let first = 1; first <= count; first += atOnce) {
    const seqs = Array.from({ length: Math.min(atOnce, count - first + 1) }, (_, index) => first + index);
    await database.tables
      .insertInto('message')
      .values(
        seqs.map((seq) => ({
          id: `line-${seq}`.padEnd(22, '-'),
          room_id: room.id,
          seq,
          author_id: author.id,
          author_name: author.name,
          author_avatar: author.avatar,
          client_message_id: `line-${seq}`.padEnd(22, '-'),
          text: `line ${seq}`,
          sent_at: room.createdAt + seq * 20_000,
          revision: seq,
          edited_at: null,
          deleted: 0,
          answers: null,
          reactions: '[]',
          mentions: '[]',
          files: '[]',
          preview: null,
          pinned: 0,
        })),
      )
      .execute();
  }
  await database.close();
  return { folder, room };
}
