import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who is what in which room, and which roles may do what there. */
export const roles: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('room_role')
      .addColumn('room_id', 'text', (column) => column.notNull().references('room.id').onDelete('cascade'))
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('room_role_once', ['room_id', 'user_id'])
      .execute();
    await schema
      .alterTable('room')
      .addColumn('permissions', 'text', (column) => column.notNull().defaultTo('{}'))
      .execute();
  },
};
