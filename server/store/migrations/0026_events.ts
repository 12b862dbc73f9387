import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Events, and who comes to them. */
export const events: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('event')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('slug', 'text', (column) => column.notNull().unique())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('author_id', 'text', (column) => column.notNull())
      .addColumn('room_id', 'text')
      .addColumn('circle_id', 'text')
      .addColumn('starts_at', 'bigint', (column) => column.notNull())
      .addColumn('about', 'text', (column) => column.notNull())
      .addColumn('off', 'text', (column) => column.notNull())
      .addColumn('sequence', 'integer', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .execute();
    await schema.createIndex('event_of_author').on('event').column('author_id').execute();
    await schema
      .createTable('event_answer')
      .addColumn('event_id', 'text', (column) => column.notNull().references('event.id').onDelete('cascade'))
      .addColumn('date', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('answer', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('event_answer_once', ['event_id', 'date', 'user_id'])
      .execute();
    await schema.createIndex('event_answer_of_person').on('event_answer').column('user_id').execute();
    await schema
      .createTable('calendar_feed')
      .addColumn('user_id', 'text', (column) => column.primaryKey())
      .addColumn('token', 'text', (column) => column.notNull().unique())
      .execute();
  },
};
