import type { Selectable } from 'kysely';
import type { ParticipantId, RoomId, UserId } from '../../../protocol/ids.ts';
import { type Role, roles } from '../../../protocol/ranks.ts';
import type { Database, Tables } from '../database.ts';
import { FixedQuery } from '../FixedQuery.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type { SeatRecord, SeatStore } from '../SeatStore.ts';

// A seat matters for two minutes: it need not outlive the machine, only the process.
const soft = { durable: false };
// Of seats that were written by a server without stages.
const offStage: SeatRecord['stage'] = {
  onStage: false,
  handReason: '',
  invitedUntil: null,
  turnUntil: null,
};

/** The seats in the database. */
export class SqlSeats implements SeatStore {
  readonly #commits: GroupCommit;
  readonly #save = new FixedQuery((database) => insert(database));
  readonly #remove = new FixedQuery((database) =>
    database.deleteFrom('seat').where('participant_id', '=', ''),
  );

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async save(seat: SeatRecord): Promise<void> {
    const row = toRow(seat);
    const values = columns.map((column) => row[column]);
    await this.#commits.write((work) => this.#save.rows(work, values), soft);
  }

  async remove(id: ParticipantId): Promise<void> {
    await this.#commits.write((work) => this.#remove.rows(work, [id]), soft);
  }

  async list(): Promise<SeatRecord[]> {
    const rows = await this.#commits.database
      .selectFrom('seat')
      .selectAll()
      .orderBy('joined_at')
      .orderBy('participant_id')
      .execute();
    return rows.map(toSeat);
  }
}

// Its columns are in the order in which the query names them.
const anySeat: Tables['seat'] = {
  participant_id: '',
  room_id: '',
  user_id: '',
  user_name: '',
  user_avatar: '',
  role: '',
  joined_at: 0,
  hand_raised_at: 0,
  spotlit: 0,
  silenced: 0,
  stage: '',
  tokens: '',
};
const columns = Object.keys(anySeat) as (keyof Tables['seat'])[];

function insert(database: Database) {
  const changing = columns.filter((column) => column !== 'participant_id');
  return database
    .insertInto('seat')
    .values(anySeat)
    .onConflict((conflict) =>
      conflict
        .column('participant_id')
        .doUpdateSet((now) =>
          Object.fromEntries(changing.map((column) => [column, now.ref(`excluded.${column}`)])),
        ),
    );
}

function toRow(seat: SeatRecord): Tables['seat'] {
  return {
    participant_id: seat.participantId,
    room_id: seat.roomId,
    user_id: seat.person.id,
    user_name: seat.person.name,
    user_avatar: seat.person.avatar,
    role: seat.role,
    joined_at: seat.joinedAt,
    hand_raised_at: seat.handRaisedAt,
    spotlit: seat.spotlit ? 1 : 0,
    silenced: seat.silenced ? 1 : 0,
    stage: JSON.stringify(seat.stage),
    tokens: JSON.stringify(seat.tokens),
  };
}

/** The version before this one knew hosts and members only; who owns the room is found out anew. */
function toRole(word: string): Role {
  return roles.find((role) => role === word) ?? 'member';
}

function toSeat(row: Selectable<Tables['seat']>): SeatRecord {
  return {
    participantId: row.participant_id as ParticipantId,
    roomId: row.room_id as RoomId,
    person: { id: row.user_id as UserId, name: row.user_name, avatar: row.user_avatar },
    role: toRole(row.role),
    joinedAt: row.joined_at,
    handRaisedAt: row.hand_raised_at,
    spotlit: row.spotlit === 1,
    silenced: row.silenced === 1,
    stage: { ...offStage, ...(JSON.parse(row.stage) as Partial<SeatRecord['stage']>) },
    tokens: JSON.parse(row.tokens) as string[],
  };
}
