import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Rooms beside rooms. */
export const tree: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema.alterTable('room').addColumn('parent_id', 'text').execute();
  },
};
