import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What people send in the chat beside words. */
export const files: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('file')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('room_id', 'text', (column) => column.notNull().references('room.id').onDelete('cascade'))
      .addColumn('owner_id', 'text', (column) => column.notNull())
      .addColumn('about', 'text', (column) => column.notNull())
      .addColumn('kept', 'bigint', (column) => column.notNull())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addColumn('seq', 'integer')
      .execute();
    await schema.createIndex('file_of_line').on('file').columns(['room_id', 'seq']).execute();
    await schema.createIndex('file_of_owner').on('file').column('owner_id').execute();
    await schema
      .alterTable('message')
      .addColumn('files', 'text', (column) => column.notNull().defaultTo('[]'))
      .execute();
  },
};
