import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What people were told, and what they want to be told. */
export const notices: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('notice')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('fold', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('who', 'text')
      .addColumn('room_id', 'text', (column) => column.references('room.id').onDelete('cascade'))
      .addColumn('interest', 'text')
      .addColumn('seq', 'integer')
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('count', 'integer', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('read', 'integer', (column) => column.notNull())
      .execute();
    await schema.createIndex('notice_of_person').on('notice').columns(['user_id', 'at']).execute();
    await schema.createIndex('notice_folded').on('notice').columns(['user_id', 'fold']).execute();
    await schema.createIndex('notice_of_room').on('notice').column('room_id').execute();
    await schema
      .createTable('notice_level')
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('target', 'text', (column) => column.notNull())
      .addColumn('level', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('notice_level_once', ['user_id', 'kind', 'target'])
      .execute();
    await schema
      .createTable('quiet_hours')
      .addColumn('user_id', 'text', (column) => column.primaryKey())
      .addColumn('from_minute', 'integer', (column) => column.notNull())
      .addColumn('to_minute', 'integer', (column) => column.notNull())
      .addColumn('zone', 'text', (column) => column.notNull())
      .execute();
  },
};
