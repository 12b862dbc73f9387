import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Which rooms are frozen. */
export const freeze: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema.alterTable('room').addColumn('frozen', 'text').execute();
  },
};
