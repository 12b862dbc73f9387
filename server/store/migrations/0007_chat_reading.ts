import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../DatabaseKind.ts';

/** Whom a line names, whether it is pinned, by which words it is found, how far people read, and who writes. */
export const chatReading = ({ words }: DatabaseKind): Migration => ({
  async up(database: Kysely<unknown>) {
    const { schema } = database;
    await schema
      .alterTable('message')
      .addColumn('mentions', 'text', (column) => column.notNull().defaultTo('[]'))
      .execute();
    await schema
      .alterTable('message')
      .addColumn('pinned', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await sql`create index message_pinned on message (room_id, seq) where pinned = 1`.execute(database);
    await schema
      .createTable('mention')
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('room_id', 'text', (column) => column.notNull().references('room.id').onDelete('cascade'))
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('mention_once', ['user_id', 'room_id', 'seq'])
      .execute();
    await schema
      .createTable('chat_read')
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('room_id', 'text', (column) => column.notNull().references('room.id').onDelete('cascade'))
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('chat_read_once', ['user_id', 'room_id'])
      .execute();
    await schema.createIndex('chat_read_of_room').on('chat_read').column('room_id').execute();
    await schema
      .alterTable('room')
      .addColumn('chat_mode', 'text', (column) => column.notNull().defaultTo('everyone'))
      .execute();
    await schema
      .alterTable('room')
      .addColumn('slow_seconds', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await words.create(database);
    await schema
      .createTable('message_searched')
      .addColumn('room_id', 'text', (column) => column.primaryKey().references('room.id').onDelete('cascade'))
      .addColumn('seq', 'integer', (column) => column.notNull())
      .execute();
    await schema.createIndex('mention_of_line').on('mention').columns(['room_id', 'seq']).execute();
  },
});
