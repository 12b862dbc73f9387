import { sql } from 'kysely';
import type { UserId } from '../../protocol/ids.ts';
import type { OpenDatabase } from './DatabaseKind.ts';
import type { Fence } from './Fence.ts';
import { GroupCommit } from './GroupCommit.ts';
import { openDatabase } from './openDatabase.ts';
import type { Store } from './Store.ts';
import { interests } from './seeds/interests.ts';
import { forgetPerson } from './tables/forgetPerson.ts';
import { SqlAccounts } from './tables/SqlAccounts.ts';
import { SqlAudit } from './tables/SqlAudit.ts';
import { SqlBoard } from './tables/SqlBoard.ts';
import { SqlCircles } from './tables/SqlCircles.ts';
import { SqlDoors } from './tables/SqlDoors.ts';
import { SqlFiles } from './tables/SqlFiles.ts';
import { SqlFilters } from './tables/SqlFilters.ts';
import { SqlGuests } from './tables/SqlGuests.ts';
import { SqlHouse } from './tables/SqlHouse.ts';
import { SqlInterests, saveInterests } from './tables/SqlInterests.ts';
import { SqlLogins } from './tables/SqlLogins.ts';
import { SqlMembers } from './tables/SqlMembers.ts';
import { SqlMessages } from './tables/SqlMessages.ts';
import { SqlNotices } from './tables/SqlNotices.ts';
import { SqlPresences } from './tables/SqlPresences.ts';
import { SqlProfiles } from './tables/SqlProfiles.ts';
import { SqlPushes } from './tables/SqlPushes.ts';
import { SqlReading } from './tables/SqlReading.ts';
import { SqlReports } from './tables/SqlReports.ts';
import { SqlRoles } from './tables/SqlRoles.ts';
import { SqlRooms } from './tables/SqlRooms.ts';
import { SqlSanctions } from './tables/SqlSanctions.ts';
import { SqlSchedule } from './tables/SqlSchedule.ts';
import { SqlSeats } from './tables/SqlSeats.ts';
import { SqlSecrets } from './tables/SqlSecrets.ts';
import { SqlTies } from './tables/SqlTies.ts';

/** A store that keeps everything in a database. */
export class SqlStore implements Store {
  readonly interests: SqlInterests;
  readonly guests: SqlGuests;
  readonly accounts: SqlAccounts;
  readonly logins: SqlLogins;
  readonly profiles: SqlProfiles;
  readonly ties: SqlTies;
  readonly circles: SqlCircles;
  readonly presences: SqlPresences;
  readonly notices: SqlNotices;
  readonly pushes: SqlPushes;
  readonly schedule: SqlSchedule;
  readonly rooms: SqlRooms;
  readonly members: SqlMembers;
  readonly roles: SqlRoles;
  readonly board: SqlBoard;
  readonly doors: SqlDoors;
  readonly filters: SqlFilters;
  readonly messages: SqlMessages;
  readonly files: SqlFiles;
  readonly reading: SqlReading;
  readonly seats: SqlSeats;
  readonly audit: SqlAudit;
  readonly sanctions: SqlSanctions;
  readonly reports: SqlReports;
  readonly house: SqlHouse;
  readonly secrets: SqlSecrets;
  readonly #opened: OpenDatabase;
  readonly #commits: GroupCommit;

  private constructor(opened: OpenDatabase, commits: GroupCommit) {
    this.#opened = opened;
    this.#commits = commits;
    this.interests = new SqlInterests(commits);
    this.guests = new SqlGuests(commits);
    this.accounts = new SqlAccounts(commits);
    this.logins = new SqlLogins(commits);
    this.profiles = new SqlProfiles(commits);
    this.ties = new SqlTies(commits);
    this.circles = new SqlCircles(commits);
    this.presences = new SqlPresences(commits);
    this.notices = new SqlNotices(commits);
    this.pushes = new SqlPushes(commits);
    this.schedule = new SqlSchedule(commits);
    this.rooms = new SqlRooms(commits, opened.words);
    this.members = new SqlMembers(commits);
    this.roles = new SqlRoles(commits);
    this.board = new SqlBoard(commits);
    this.doors = new SqlDoors(commits);
    this.filters = new SqlFilters(commits);
    this.messages = new SqlMessages(commits, opened.words);
    this.files = new SqlFiles(commits);
    this.reading = new SqlReading(commits);
    this.seats = new SqlSeats(commits);
    this.audit = new SqlAudit(commits);
    this.sanctions = new SqlSanctions(commits);
    this.reports = new SqlReports(commits);
    this.house = new SqlHouse(commits);
    this.secrets = new SqlSecrets(commits);
  }

  /** Opens a file, `:memory:`, or what an address of PostgreSQL leads to; with a fence as the only one that writes there. */
  static async open(place: string, fence?: Fence): Promise<SqlStore> {
    return SqlStore.over(await openDatabase(place, fence));
  }

  /** Takes over a database; it closes with the store. */
  static async over(opened: OpenDatabase): Promise<SqlStore> {
    const commits = new GroupCommit(opened);
    try {
      await commits.write((work) => saveInterests(work, interests));
    } catch (error) {
      await opened.close();
      throw error;
    }
    return new SqlStore(opened, commits);
  }

  async forget(id: UserId): Promise<void> {
    await this.#commits.write((work) => forgetPerson(work, id));
  }

  async ping(): Promise<void> {
    await sql`select 1 from interest limit 1`.execute(this.#commits.database);
  }

  set onCommit(act: (ms: number) => void) {
    this.#commits.onCommit = act;
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
    await this.#opened.close();
  }
}
