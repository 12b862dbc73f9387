import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Words that nobody writes in a room, and who writes links there. */
export const filter: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('room_filter')
      .addColumn('room_id', 'text', (column) => column.primaryKey().references('room.id').onDelete('cascade'))
      .addColumn('words', 'text', (column) => column.notNull())
      .execute();
    await schema
      .alterTable('room')
      .addColumn('links', 'text', (column) => column.notNull().defaultTo('everyone'))
      .execute();
  },
};
