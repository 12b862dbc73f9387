import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AuditId } from '../../protocol/ids.ts';
import type { Sanction } from '../../server/store/ModerationStore.ts';
import { SqlStore } from '../../server/store/SqlStore.ts';
import { aGuest, aRoom } from './storeSamples.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hobnob-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the database itself lets nobody change or remove what is in the log', async () => {
  const file = join(folder, 'log.db');
  const store = await SqlStore.open(file);
  const id = AuditId.parse('a'.repeat(22));
  const entry = { id, at: 1, action: 'banned', by: null, to: null, roomId: null, roomName: '' } as const;
  await store.audit.add({ ...entry, reason: null, note: 'For good', until: null });
  await store.close();
  const database = new DatabaseSync(file);
  const refused = /the log only grows/;
  expect(() => database.exec("update audit set note = 'never'")).toThrow(refused);
  expect(() => database.exec('delete from audit')).toThrow(refused);
  expect(() => database.exec(`insert or replace into audit select * from audit`)).toThrow(refused);
  expect(database.prepare('select note from audit').all()).toEqual([{ note: 'For good' }]);
  database.close();
});

test('a removal that the version before wrote holds, and that version finds ours', async () => {
  const file = join(folder, 'both.db');
  let store = await SqlStore.open(file);
  const [room, theirs, ours] = [aRoom(), aGuest(), aGuest()];
  await store.rooms.add(room);
  await store.close();
  const database = new DatabaseSync(file);
  database
    .prepare('insert into removal values (?, ?, ?, ?, ?, ?)')
    .run(room.id, theirs.id, theirs.name, theirs.avatar, 5, null);
  store = await SqlStore.open(file);
  expect(await store.sanctions.list()).toMatchObject([
    { person: theirs, kind: 'out', since: 5, until: null },
  ]);
  const sanction: Sanction = {
    ...{ person: ours, roomId: room.id, kind: 'out', since: 7, until: 9, reason: 'other', note: '' },
    ...{ by: null, device: null, invite: null, network: null },
  };
  const entry = { id: AuditId.parse('b'.repeat(22)), at: 7, action: 'removed', by: null } as const;
  const record = { ...entry, to: ours.id, roomId: room.id, roomName: '', reason: null, note: '', until: 9 };
  await store.sanctions.impose(sanction, record);
  expect(database.prepare('select until from removal where user_id = ?').all(ours.id)).toEqual([
    { until: 9 },
  ]);
  database.close();
  await store.close();
});
