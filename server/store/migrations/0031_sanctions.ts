import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What holds for whom. The table of removals stays, and is written too: the version before reads that one alone. */
export const sanctions: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('sanction')
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('room_id', 'text', (column) => column.references('room.id').onDelete('cascade'))
      .addColumn('user_name', 'text', (column) => column.notNull())
      .addColumn('user_avatar', 'text', (column) => column.notNull())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addColumn('until', 'bigint')
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('note', 'text', (column) => column.notNull())
      .addColumn('by_person', 'text')
      .addColumn('device', 'text')
      .addColumn('invite', 'text')
      .addColumn('network', 'text')
      .addPrimaryKeyConstraint('sanction_once', ['scope', 'user_id', 'kind'])
      .execute();
  },
};
