import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseKind } from '../DatabaseKind.ts';

/** What was done to keep order: the database itself refuses to change or remove any of it. */
export const audit = ({ guardLog }: DatabaseKind): Migration => ({
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
    await guardLog(database);
  },
});
