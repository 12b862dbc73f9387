import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who can sign in, by what, and where they are signed in. */
export const accounts: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('account')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('handle', 'text', (column) => column.unique())
      .addColumn('password', 'text')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
    await schema
      .createTable('passkey')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('user_id', 'text', (column) => column.notNull().references('account.id').onDelete('cascade'))
      .addColumn('credential_id', 'text', (column) => column.notNull().unique())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('public_key', 'text', (column) => column.notNull())
      .addColumn('counter', 'bigint', (column) => column.notNull())
      .addColumn('transports', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('used_at', 'bigint')
      .execute();
    await schema.createIndex('passkey_of_user').on('passkey').column('user_id').execute();
    await schema
      .createTable('provider_identity')
      .addColumn('issuer', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull().references('account.id').onDelete('cascade'))
      .addPrimaryKeyConstraint('provider_identity_once', ['issuer', 'subject'])
      .execute();
    await schema
      .createTable('recovery_code')
      .addColumn('digest', 'text', (column) => column.primaryKey())
      .addColumn('user_id', 'text', (column) => column.notNull().references('account.id').onDelete('cascade'))
      .execute();
    await schema.createIndex('recovery_code_of_user').on('recovery_code').column('user_id').execute();
    await schema
      .createTable('login')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('user_id', 'text', (column) => column.notNull().references('account.id').onDelete('cascade'))
      .addColumn('digest', 'text', (column) => column.notNull().unique())
      .addColumn('device', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .execute();
    await schema.createIndex('login_of_user').on('login').column('user_id').execute();
    await schema.createIndex('login_by_age').on('login').column('seen_at').execute();
  },
};
