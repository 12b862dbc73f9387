import { sql } from 'kysely';
import { type Database, openDatabase } from './database.ts';
import { GroupCommit } from './GroupCommit.ts';
import type { Store } from './Store.ts';
import { interests } from './seeds/interests.ts';
import { SqlAccounts } from './tables/SqlAccounts.ts';
import { SqlGuests } from './tables/SqlGuests.ts';
import { SqlInterests, saveInterests } from './tables/SqlInterests.ts';
import { SqlLogins } from './tables/SqlLogins.ts';
import { SqlMessages } from './tables/SqlMessages.ts';
import { SqlPresences } from './tables/SqlPresences.ts';
import { SqlProfiles } from './tables/SqlProfiles.ts';
import { SqlReading } from './tables/SqlReading.ts';
import { SqlRemovals } from './tables/SqlRemovals.ts';
import { SqlRooms } from './tables/SqlRooms.ts';
import { SqlSeats } from './tables/SqlSeats.ts';
import { SqlTies } from './tables/SqlTies.ts';

/** A store that keeps everything in a database. */
export class SqlStore implements Store {
  readonly interests: SqlInterests;
  readonly guests: SqlGuests;
  readonly accounts: SqlAccounts;
  readonly logins: SqlLogins;
  readonly profiles: SqlProfiles;
  readonly ties: SqlTies;
  readonly presences: SqlPresences;
  readonly rooms: SqlRooms;
  readonly messages: SqlMessages;
  readonly reading: SqlReading;
  readonly seats: SqlSeats;
  readonly removals: SqlRemovals;
  readonly #database: Database;
  readonly #commits: GroupCommit;

  private constructor(database: Database, commits: GroupCommit) {
    this.#database = database;
    this.#commits = commits;
    this.interests = new SqlInterests(commits);
    this.guests = new SqlGuests(commits);
    this.accounts = new SqlAccounts(commits);
    this.logins = new SqlLogins(commits);
    this.profiles = new SqlProfiles(commits);
    this.ties = new SqlTies(commits);
    this.presences = new SqlPresences(commits);
    this.rooms = new SqlRooms(commits);
    this.messages = new SqlMessages(commits);
    this.reading = new SqlReading(commits);
    this.seats = new SqlSeats(commits);
    this.removals = new SqlRemovals(commits);
  }

  /** Opens a file, or `:memory:`. */
  static async open(file: string): Promise<SqlStore> {
    return SqlStore.over(await openDatabase(file));
  }

  /** Takes over a database; it closes with the store. */
  static async over(database: Database): Promise<SqlStore> {
    const commits = new GroupCommit(database);
    try {
      await commits.write((work) => saveInterests(work, interests));
    } catch (error) {
      await database.destroy();
      throw error;
    }
    return new SqlStore(database, commits);
  }

  async ping(): Promise<void> {
    await sql`select 1 from interest limit 1`.execute(this.#commits.database);
  }

  hold(): Promise<void> {
    return this.#commits.hold();
  }

  release(): void {
    this.#commits.release();
  }

  async close(): Promise<void> {
    this.messages.close();
    await this.#commits.close();
    await this.#database.destroy();
  }
}
