import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The browsers that are told while nothing of ours is open in them. */
export const pushes: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('push_subscription')
      .addColumn('endpoint', 'text', (column) => column.primaryKey())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('login_id', 'text')
      .addColumn('p256dh', 'text', (column) => column.notNull())
      .addColumn('auth', 'text', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addColumn('failures', 'integer', (column) => column.notNull())
      .execute();
    await schema.createIndex('push_of_person').on('push_subscription').column('user_id').execute();
    await schema.createIndex('push_of_login').on('push_subscription').column('login_id').execute();
  },
};
