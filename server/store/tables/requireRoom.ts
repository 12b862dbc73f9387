import type { RoomId } from '../../../protocol/ids.ts';
import { AppError } from '../../errors.ts';
import type { Work } from '../database.ts';

/** Throws `not_found` for a room that is not kept. */
export async function requireRoom(work: Work, id: RoomId): Promise<void> {
  const room = await work.selectFrom('room').select('id').where('id', '=', id).executeTakeFirst();
  if (!room) throw new AppError('not_found', 'There is no such room.');
}
