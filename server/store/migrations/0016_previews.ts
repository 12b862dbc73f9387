import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What the pages say that lines link to. */
export const previews: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema.alterTable('message').addColumn('preview', 'text').execute();
  },
};
