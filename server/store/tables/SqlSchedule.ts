import type { Selectable } from 'kysely';
import type {
  CircleId,
  EventDate,
  EventId,
  EventSlug,
  FeedToken,
  RoomId,
  UserId,
} from '../../../protocol/ids.ts';
import type { PersonInfo } from '../../../protocol/people.ts';
import type { EventAnswer } from '../../../protocol/schedule.ts';
import { AppError } from '../../errors.ts';
import type { Tables } from '../database.ts';
import type { GroupCommit } from '../GroupCommit.ts';
import type {
  AnswerRecord,
  AttendanceRecord,
  EventRecord,
  FeedRecord,
  ScheduleStore,
  ToldRecord,
} from '../ScheduleStore.ts';

const soon = { durable: false } as const;

/** Events, and who comes to them, in the database. */
export class SqlSchedule implements ScheduleStore {
  readonly #commits: GroupCommit;

  constructor(commits: GroupCommit) {
    this.#commits = commits;
  }

  async events(): Promise<EventRecord[]> {
    const rows = await this.#commits.database
      .selectFrom('event')
      .selectAll()
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return rows.map(toEvent);
  }

  async saveEvent(event: EventRecord): Promise<void> {
    const {
      id,
      slug,
      status,
      roomId,
      circleId,
      startsAt,
      off,
      ended,
      sequence,
      createdAt,
      changedAt,
      ...about
    } = event;
    const changes = {
      ...{ slug, status, sequence, author_id: about.author.id, room_id: roomId, circle_id: circleId },
      ...{
        starts_at: startsAt,
        off: JSON.stringify(off),
        ended: JSON.stringify(ended),
        about: JSON.stringify(about),
      },
      changed_at: changedAt,
    };
    await this.#commits.write((work) =>
      work
        .insertInto('event')
        .values({ id, created_at: createdAt, ...changes })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
        .execute(),
    );
  }

  async removeEvent(id: EventId): Promise<void> {
    await this.#commits.write((work) => work.deleteFrom('event').where('id', '=', id).execute());
  }

  async answers(): Promise<AnswerRecord[]> {
    const rows = await this.#commits.database
      .selectFrom('event_answer')
      .selectAll()
      .orderBy('at')
      .orderBy('user_id')
      .execute();
    return rows.map(({ event_id, date, person, answer, at }) => ({
      eventId: event_id as EventId,
      date: date as EventDate,
      person: JSON.parse(person) as PersonInfo,
      answer: answer as EventAnswer,
      at,
    }));
  }

  async saveAnswer({ eventId, date, person, answer, at }: AnswerRecord): Promise<void> {
    const changes = { person: JSON.stringify(person), answer, at };
    await this.#commits.write(async (work) => {
      const event = await work.selectFrom('event').select('id').where('id', '=', eventId).executeTakeFirst();
      if (!event) throw new AppError('not_found', 'There is no such event.');
      await work
        .insertInto('event_answer')
        .values({ event_id: eventId, date, user_id: person.id, ...changes })
        .onConflict((conflict) => conflict.columns(['event_id', 'date', 'user_id']).doUpdateSet(changes))
        .execute();
    });
  }

  async moveAnswers(id: EventId, from: EventDate, to: EventDate): Promise<void> {
    await this.#commits.write(async (work) => {
      const there = work
        .selectFrom('event_answer')
        .select('user_id')
        .where('event_id', '=', id)
        .where('date', '=', to);
      const here = work.deleteFrom('event_answer').where('event_id', '=', id).where('date', '=', from);
      // Who answered to both has said what they do then.
      await here.where('user_id', 'in', there).execute();
      await work
        .updateTable('event_answer')
        .set({ date: to })
        .where('event_id', '=', id)
        .where('date', '=', from)
        .execute();
    });
  }

  async feeds(): Promise<FeedRecord[]> {
    const rows = await this.#commits.database.selectFrom('calendar_feed').selectAll().execute();
    return rows.map(({ user_id, token }) => ({ userId: user_id as UserId, token: token as FeedToken }));
  }

  async saveFeed({ userId, token }: FeedRecord): Promise<void> {
    await this.#commits.write((work) =>
      work
        .insertInto('calendar_feed')
        .values({ user_id: userId, token })
        .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ token }))
        .execute(),
    );
  }

  async told(): Promise<ToldRecord[]> {
    const rows = await this.#commits.database.selectFrom('event_told').selectAll().execute();
    return rows.map(({ what, ...row }) => ({ ...toDate(row), what }));
  }

  async saveTold({ eventId, date, what }: ToldRecord): Promise<void> {
    await this.#commits.write((work) =>
      work
        .insertInto('event_told')
        .values({ event_id: eventId, date, what })
        .onConflict((conflict) => conflict.columns(['event_id', 'date', 'what']).doNothing())
        .execute(),
    );
  }

  async attendances(): Promise<AttendanceRecord[]> {
    const rows = await this.#commits.database.selectFrom('event_attendance').selectAll().execute();
    return rows.map(({ peak, people, ...row }) => ({ ...toDate(row), peak, people }));
  }

  async saveAttendance({ eventId, date, ...counts }: AttendanceRecord): Promise<void> {
    await this.#commits.write(
      (work) =>
        work
          .insertInto('event_attendance')
          .values({ event_id: eventId, date, ...counts })
          .onConflict((conflict) => conflict.columns(['event_id', 'date']).doUpdateSet(counts))
          .execute(),
      soon,
    );
  }

  async visitors(id: EventId, date: EventDate): Promise<string[]> {
    const rows = await this.#commits.database
      .selectFrom('event_visitor')
      .select('mark')
      .where('event_id', '=', id)
      .where('date', '=', date)
      .orderBy('mark')
      .execute();
    return rows.map(({ mark }) => mark);
  }

  async saveVisitor(id: EventId, date: EventDate, mark: string): Promise<void> {
    await this.#commits.write(
      (work) =>
        work
          .insertInto('event_visitor')
          .values({ event_id: id, date, mark })
          .onConflict((conflict) => conflict.columns(['event_id', 'date', 'mark']).doNothing())
          .execute(),
      soon,
    );
  }

  async forgetVisitors(id: EventId, date: EventDate): Promise<void> {
    await this.#commits.write((work) =>
      work.deleteFrom('event_visitor').where('event_id', '=', id).where('date', '=', date).execute(),
    );
  }
}

function toDate({ event_id, date }: { event_id: string; date: string }) {
  return { eventId: event_id as EventId, date: date as EventDate };
}

type About = Omit<
  EventRecord,
  | ('id' | 'slug' | 'status' | 'roomId' | 'circleId')
  | ('startsAt' | 'off' | 'ended' | 'sequence' | 'createdAt' | 'changedAt')
>;

function toEvent(row: Selectable<Tables['event']>): EventRecord {
  return {
    ...(JSON.parse(row.about) as About),
    id: row.id as EventId,
    slug: row.slug as EventSlug,
    status: row.status as EventRecord['status'],
    roomId: row.room_id as RoomId | null,
    circleId: row.circle_id as CircleId | null,
    startsAt: row.starts_at,
    off: JSON.parse(row.off) as EventDate[],
    ended: JSON.parse(row.ended) as EventRecord['ended'],
    sequence: row.sequence,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}
