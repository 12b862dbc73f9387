import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What a room is while people are in it, so that the end of a process does not end it: locks, seats, removals. */
export const seats: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database;
    await schema
      .alterTable('room')
      .addColumn('locked', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await schema
      .createTable('seat')
      .addColumn('participant_id', 'text', (column) => column.primaryKey())
      .addColumn('room_id', 'text', (column) => column.notNull().references('room.id').onDelete('cascade'))
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('user_name', 'text', (column) => column.notNull())
      .addColumn('user_avatar', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('joined_at', 'bigint', (column) => column.notNull())
      .addColumn('hand_raised_at', 'bigint')
      .addColumn('silenced', 'integer', (column) => column.notNull())
      .addColumn('tokens', 'text', (column) => column.notNull())
      .execute();
    await schema.createIndex('seat_of_room').on('seat').column('room_id').execute();
    await schema
      .createTable('removal')
      .addColumn('room_id', 'text', (column) => column.notNull().references('room.id').onDelete('cascade'))
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('user_name', 'text', (column) => column.notNull())
      .addColumn('user_avatar', 'text', (column) => column.notNull())
      .addColumn('removed_at', 'bigint', (column) => column.notNull())
      .addColumn('until', 'bigint')
      .addPrimaryKeyConstraint('removal_once', ['room_id', 'user_id'])
      .execute();
  },
};
