import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What people show on their own pages, and the pictures they gave themselves. */
export const profiles: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema.alterTable('guest').addColumn('picture', 'text').execute();
    await schema
      .createTable('profile')
      .addColumn('user_id', 'text', (column) => column.primaryKey())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addColumn('bio', 'text', (column) => column.notNull())
      .addColumn('pronouns', 'text', (column) => column.notNull())
      .addColumn('city', 'text', (column) => column.notNull())
      .addColumn('languages', 'text', (column) => column.notNull())
      .addColumn('interests', 'text', (column) => column.notNull())
      .addColumn('base', 'text', (column) => column.notNull())
      .addColumn('accent', 'text', (column) => column.notNull())
      .addColumn('wallpaper', 'text')
      .execute();
  },
};
