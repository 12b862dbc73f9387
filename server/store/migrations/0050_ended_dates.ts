import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Dates of events that their hosts ended before their time, as JSON: by date the moment. */
export const endedDates: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .alterTable('event')
      .addColumn('ended', 'text', (column) => column.notNull().defaultTo('{}'))
      .execute();
  },
};
