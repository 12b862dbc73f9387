import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Notices can be about a date of an event. */
export const eventNotices: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema.alterTable('notice').addColumn('event', 'text').execute();
  },
};
