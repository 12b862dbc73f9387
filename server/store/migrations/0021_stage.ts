import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who may be heard in a room, and who is on its stage. */
export const stage: Migration = {
  async up({ schema }: Kysely<unknown>) {
    for (const table of ['room', 'seat']) {
      await schema
        .alterTable(table)
        .addColumn('stage', 'text', (column) => column.notNull().defaultTo('{}'))
        .execute();
    }
  },
};
