import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who belongs to rooms that are for some people only. */
export const members: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('room_member')
      .addColumn('room_id', 'text', (column) => column.notNull().references('room.id').onDelete('cascade'))
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('room_member_once', ['room_id', 'user_id'])
      .execute();
  },
};
