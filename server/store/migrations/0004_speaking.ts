import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** How one speaks in a room. */
export const speaking: Migration = {
  async up({ schema }: Kysely<unknown>) {
    for (const name of ['music', 'push_to_talk']) {
      await schema
        .alterTable('room')
        .addColumn(name, 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
    }
  },
};
