import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Questions and polls of rooms, and who wants to know what. */
export const board: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('question')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('room_id', 'text', (column) => column.notNull().references('room.id').onDelete('cascade'))
      .addColumn('author_id', 'text', (column) => column.notNull())
      .addColumn('author_name', 'text', (column) => column.notNull())
      .addColumn('author_avatar', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('asked_at', 'bigint', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .execute();
    await schema.createIndex('question_of_room').on('question').column('room_id').execute();
    await schema.createIndex('question_of_author').on('question').column('author_id').execute();
    await schema
      .createTable('question_vote')
      .addColumn('question_id', 'text', (column) =>
        column.notNull().references('question.id').onDelete('cascade'),
      )
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('question_vote_once', ['question_id', 'user_id'])
      .execute();
    await schema.createIndex('question_vote_of_user').on('question_vote').column('user_id').execute();
    await schema
      .createTable('poll')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('room_id', 'text', (column) => column.notNull().references('room.id').onDelete('cascade'))
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('options', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('opened_at', 'bigint', (column) => column.notNull())
      .addColumn('closed_at', 'bigint')
      .execute();
    await schema.createIndex('poll_of_room').on('poll').column('room_id').execute();
    await schema
      .createTable('poll_vote')
      .addColumn('poll_id', 'text', (column) => column.notNull().references('poll.id').onDelete('cascade'))
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('choices', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('poll_vote_once', ['poll_id', 'user_id'])
      .execute();
    await schema.createIndex('poll_vote_of_user').on('poll_vote').column('user_id').execute();
  },
};
