import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who comes in by themselves, passcodes, and invitations with those who came by them. */
export const doors: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .alterTable('room')
      .addColumn('entry', 'text', (column) => column.notNull().defaultTo('free'))
      .execute();
    await schema
      .createTable('room_passcode')
      .addColumn('room_id', 'text', (column) => column.primaryKey().references('room.id').onDelete('cascade'))
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute();
    await schema
      .createTable('invite')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('room_id', 'text', (column) => column.notNull().references('room.id').onDelete('cascade'))
      .addColumn('token_digest', 'text', (column) => column.notNull().unique())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('by_id', 'text', (column) => column.notNull())
      .addColumn('by_name', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint')
      .addColumn('most', 'integer')
      .execute();
    // Without a reference: who came by an invitation is known after it was burned, too.
    await schema
      .createTable('invite_use')
      .addColumn('invite_id', 'text', (column) => column.notNull())
      .addColumn('room_id', 'text', (column) => column.notNull().references('room.id').onDelete('cascade'))
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('used_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('invite_use_once', ['invite_id', 'user_id'])
      .execute();
  },
};
