import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What was done to keep order: the database itself refuses to change or remove any of it. */
export const audit: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('audit')
      .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('id', 'text', (column) => column.notNull().unique())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('by_id', 'text')
      .addColumn('to_id', 'text')
      .addColumn('room_id', 'text')
      .addColumn('room_name', 'text', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addColumn('note', 'text', (column) => column.notNull())
      .addColumn('until', 'bigint')
      .execute();
    await database.schema.createIndex('audit_of_room').on('audit').columns(['room_id', 'seq']).execute();
    await database.schema.createIndex('audit_of_person').on('audit').columns(['to_id', 'seq']).execute();
    // What takes the place of an entry would remove it without asking the other trigger.
    await sql
      .raw(
        `create trigger audit_no_replace before insert on audit when exists (select 1 from audit where id = new.id or seq = new.seq) begin select raise(abort, 'the log only grows'); end`,
      )
      .execute(database);
    for (const change of ['update', 'delete']) {
      await sql
        .raw(
          `create trigger audit_no_${change} before ${change} on audit begin select raise(abort, 'the log only grows'); end`,
        )
        .execute(database);
    }
  },
};
