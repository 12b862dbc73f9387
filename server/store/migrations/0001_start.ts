import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../DatabaseKind.ts';

/** Interests, guests, rooms and their messages. */
export const start = ({ addFunctions }: DatabaseKind): Migration => ({
  async up(database: Kysely<unknown>) {
    await addFunctions(database);
    const { schema } = database;
    await schema
      .createTable('interest')
      .addColumn('slug', 'text', (column) => column.primaryKey())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('name_en', 'text', (column) => column.notNull())
      .addColumn('name_zh', 'text', (column) => column.notNull())
      .addColumn('hue', 'real', (column) => column.notNull())
      .addColumn('pattern', 'text', (column) => column.notNull())
      .addColumn('related', 'text', (column) => column.notNull())
      .addColumn('aliases', 'text', (column) => column.notNull())
      .execute();
    await schema
      .createTable('guest')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('avatar', 'text', (column) => column.notNull())
      .execute();
    await schema
      .createTable('room')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('slug', 'text', (column) => column.notNull().unique())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('topic', 'text', (column) => column.notNull())
      .addColumn('interests', 'text', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('visibility', 'text', (column) => column.notNull())
      .addColumn('lasting', 'integer', (column) => column.notNull())
      .addColumn('opened_by_id', 'text', (column) => column.notNull())
      .addColumn('opened_by_name', 'text', (column) => column.notNull())
      .addColumn('opened_by_avatar', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
    await schema
      .createTable('message')
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('room_id', 'text', (column) => column.notNull().references('room.id').onDelete('cascade'))
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('author_id', 'text', (column) => column.notNull())
      .addColumn('author_name', 'text', (column) => column.notNull())
      .addColumn('author_avatar', 'text', (column) => column.notNull())
      .addColumn('client_message_id', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('sent_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('message_place', ['room_id', 'seq'])
      .addUniqueConstraint('message_once', ['room_id', 'author_id', 'client_message_id'])
      .execute();
  },
});
