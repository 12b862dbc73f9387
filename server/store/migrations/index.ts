import type { Migration } from 'kysely/migration';
import { start } from './0001_start.ts';
import { seats } from './0002_seats.ts';
import { spotlight } from './0003_spotlight.ts';
import { speaking } from './0004_speaking.ts';
import { chatChanges } from './0005_chat_changes.ts';
import { accounts } from './0006_accounts.ts';
import { chatReading } from './0007_chat_reading.ts';
import { profiles } from './0008_profiles.ts';
import { ties } from './0009_ties.ts';

/** The steps by which the tables came about, sorted by name. One that has been released is never edited. */
export const migrations: Record<string, Migration> = {
  '0001_start': start,
  '0002_seats': seats,
  '0003_spotlight': spotlight,
  '0004_speaking': speaking,
  '0005_chat_changes': chatChanges,
  '0006_accounts': accounts,
  '0007_chat_reading': chatReading,
  '0008_profiles': profiles,
  '0009_ties': ties,
};
