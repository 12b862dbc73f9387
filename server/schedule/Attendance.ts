import { createHash } from 'node:crypto';
import type { EventDate, EventId, RoomId, UserId } from '../../protocol/ids.ts';
import type { Logger } from '../log.ts';
import type { Clock } from '../rooms/Clock.ts';
import type { Room } from '../rooms/Room.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { AttendanceRecord, EventRecord, ScheduleStore } from '../store/ScheduleStore.ts';
import type { Calendar } from './Calendar.ts';
import { dateNamed, earlyMs } from './dates.ts';
import type { Schedule } from './Schedule.ts';

interface Parts {
  readonly store: Pick<
    ScheduleStore,
    'attendances' | 'saveAttendance' | 'visitors' | 'saveVisitor' | 'forgetVisitors'
  >;
  readonly schedule: Pick<Schedule, 'announced' | 'byId'>;
  readonly calendar: Pick<Calendar, 'ahead'>;
  readonly rooms: Pick<RoomRegistry, 'on'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** One date that is counted right now. */
interface Counted {
  readonly id: EventId;
  readonly date: EventDate;
  peak: number;
  /** Marks that tell one person from another, and nothing else. */
  readonly marks: Set<string>;
}

/**
 * How many come to each date of an event: at once, and altogether. Nobody is listed: while it is on there are marks, so
 * that who comes back counts once, and when it is over there are two numbers.
 */
export class Attendance {
  readonly #parts: Parts;
  readonly #records = new Map<string, AttendanceRecord>();
  readonly #counted = new Map<string, Promise<Counted>>();

  private constructor(parts: Parts) {
    this.#parts = parts;
    parts.rooms.on('opened', (room) => {
      room.on('participantJoined', ({ userId }) => this.#note(room, userId));
    });
  }

  static async load(parts: Parts): Promise<Attendance> {
    const attendance = new Attendance(parts);
    for (const record of await parts.store.attendances()) attendance.#records.set(keyOf(record), record);
    await attendance.#forgetMarks();
    return attendance;
  }

  /** Null where nobody came, or nobody counted. */
  of(eventId: EventId, date: EventDate): AttendanceRecord | null {
    return this.#records.get(keyOf({ eventId, date })) ?? null;
  }

  #note(room: Room, comer: UserId): void {
    const { schedule, calendar, clock, log } = this.#parts;
    const now = clock.now();
    const { participants } = room;
    for (const event of schedule.announced.filter((one) => isIn(one, room.info.id))) {
      const time = calendar.ahead(event, now).find(({ cancelled }) => !cancelled);
      if (!time || now < time.startsAt - earlyMs) continue;
      const begun = this.#counted.has(keyOf({ eventId: event.id, date: time.date }));
      const people = begun ? [comer] : [...participants.values()].map(({ userId }) => userId);
      this.#count(event.id, time.date, people, participants.size).catch((error: unknown) => {
        log.warn({ eventId: event.id, err: error }, 'nobody was counted');
      });
    }
  }

  /** Counts those who were not, of whom `inside` are here at once. */
  async #count(id: EventId, date: EventDate, people: readonly UserId[], inside: number): Promise<void> {
    const { store } = this.#parts;
    const counted = await this.#open(id, date);
    const fresh = people.map((userId) => markOf(id, date, userId)).filter((mark) => !counted.marks.has(mark));
    if (fresh.length === 0 && inside <= counted.peak) return;
    for (const mark of fresh) counted.marks.add(mark);
    counted.peak = Math.max(counted.peak, inside);
    const record = { eventId: id, date, peak: counted.peak, people: counted.marks.size };
    this.#records.set(keyOf(record), record);
    for (const mark of fresh) await store.saveVisitor(id, date, mark);
    await store.saveAttendance(record);
  }

  /** The promise, as two may come at once. */
  #open(id: EventId, date: EventDate): Promise<Counted> {
    const key = keyOf({ eventId: id, date });
    const known = this.#counted.get(key);
    if (known !== undefined) return known;
    const opening = this.#parts.store.visitors(id, date).then((marks) => ({
      ...{ id, date, marks: new Set(marks) },
      peak: this.#records.get(key)?.peak ?? 0,
    }));
    this.#counted.set(key, opening);
    opening.catch(() => this.#counted.delete(key));
    // What is over by now needs no marks any more.
    void this.#forgetMarks().catch((error: unknown) =>
      this.#parts.log.warn({ err: error }, 'marks not removed'),
    );
    return opening;
  }

  async #forgetMarks(): Promise<void> {
    const { store, schedule, clock } = this.#parts;
    for (const [key, { eventId, date }] of this.#records) {
      const event = schedule.byId(eventId);
      const time = event && dateNamed(event, date);
      if (time && time.endsAt > clock.now()) continue;
      this.#counted.delete(key);
      await store.forgetVisitors(eventId, date);
    }
  }
}

function isIn({ roomId, status }: EventRecord, id: RoomId): boolean {
  return roomId === id && status === 'published';
}

function keyOf({ eventId, date }: Pick<AttendanceRecord, 'eventId' | 'date'>): string {
  return `${eventId} ${date}`;
}

function markOf(id: EventId, date: EventDate, userId: UserId): string {
  return createHash('sha256').update(`${id} ${date} ${userId}`).digest('base64url').slice(0, 22);
}
