import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What can happen to a line after it was said: another text, taken away, answered, reacted to. */
export const chatChanges: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database;
    const add = (name: string, type: 'integer' | 'bigint' | 'text', byDefault?: number | string) =>
      schema
        .alterTable('message')
        .addColumn(name, type, (column) =>
          byDefault === undefined ? column : column.notNull().defaultTo(byDefault),
        )
        .execute();
    await add('revision', 'integer', 0);
    await add('edited_at', 'bigint');
    await add('deleted', 'integer', 0);
    await add('answers', 'integer');
    await add('reactions', 'text', '[]');
    await sql`update message set revision = seq`.execute(database);
    await schema.createIndex('message_revision').on('message').columns(['room_id', 'revision']).execute();
  },
};
