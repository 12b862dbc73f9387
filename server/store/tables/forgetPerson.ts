import type { UserId } from '../../../protocol/ids.ts';
import type { Work } from '../database.ts';

const owned = [
  'passkey',
  'recovery_code',
  'provider_identity',
  'login',
  'profile',
  'presence',
  'house_role',
] as const;
const told = ['notice', 'notice_level', 'quiet_hours', 'push_subscription'] as const;
const inRooms = [
  'chat_read',
  'mention',
  'room_member',
  'room_role',
  'invite_use',
  'seat',
  'question_vote',
  'poll_vote',
] as const;
const scheduled = ['event_answer', 'calendar_feed'] as const;

/** Removes the rows that are about one person alone. */
export async function forgetPerson(work: Work, id: UserId): Promise<void> {
  for (const table of [...owned, ...told, ...inRooms, ...scheduled]) {
    await work.deleteFrom(table).where('user_id', '=', id).execute();
  }
  await work
    .deleteFrom('tie')
    .where((where) => where.or([where('from_id', '=', id), where('to_id', '=', id)]))
    .execute();
  await work.deleteFrom('event').where('author_id', '=', id).execute();
  // What others were told of them.
  await work.deleteFrom('notice').where('who', 'like', `%"${id}"%`).execute();
  await work.deleteFrom('question').where('author_id', '=', id).execute();
  // What holds for somebody holds on when they have left; how they were called does not.
  for (const table of ['sanction', 'removal'] as const) {
    await work.updateTable(table).set({ user_name: '' }).where('user_id', '=', id).execute();
  }
  await work.updateTable('house_invite').set({ by_name: '' }).where('by_id', '=', id).execute();
  await work.deleteFrom('report').where('person_id', '=', id).where('state', '=', 'decided').execute();
  await work.updateTable('report').set({ reporter_id: null }).where('reporter_id', '=', id).execute();
  await work.deleteFrom('account').where('id', '=', id).execute();
  await work.deleteFrom('guest').where('id', '=', id).execute();
}
