import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The circle a room is for. */
export const roomCircles: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema.alterTable('room').addColumn('circle_id', 'text').execute();
  },
};
