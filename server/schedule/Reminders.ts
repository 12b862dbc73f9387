import type { EventTime } from '../../protocol/schedule.ts';
import type { Logger } from '../log.ts';
import type { Notices } from '../people/Notices.ts';
import { Alarm, type Clock } from '../rooms/Clock.ts';
import type { EventRecord, ScheduleStore, ToldRecord } from '../store/ScheduleStore.ts';
import type { Answers } from './Answers.ts';
import type { Calendar } from './Calendar.ts';
import type { EventRooms } from './EventRooms.ts';
import { concerned, newsOf } from './eventNews.ts';
import type { Schedule } from './Schedule.ts';

interface Parts {
  readonly store: Pick<ScheduleStore, 'told' | 'saveTold'>;
  readonly schedule: Schedule;
  readonly answers: Answers;
  readonly calendar: Pick<Calendar, 'ahead'>;
  readonly rooms: Pick<EventRooms, 'prepare'>;
  readonly notices: Pick<Notices, 'tell'>;
  readonly clock: Clock;
  readonly log: Logger;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Told so long before it begins, and no later than so long before: what is late is of no use. */
const steps = [
  { what: 'eventDay', fromMs: 24 * hourMs, toMs: hourMs },
  { what: 'doors', fromMs: 15 * minuteMs, toMs: 0 },
  { what: 'eventSoon', fromMs: 10 * minuteMs, toMs: 0 },
  { what: 'eventLive', fromMs: 0, toMs: -30 * minuteMs },
] as const;
type Step = (typeof steps)[number];

interface Due {
  readonly event: EventRecord;
  readonly time: EventTime;
  readonly step: Step;
}

/** Reminds everybody of what they come to: a day before, ten minutes before, and when it begins; once each. */
export class Reminders {
  readonly #parts: Parts;
  readonly #alarm: Alarm;
  readonly #told: Set<string>;
  #looking = false;
  #again = false;
  #closed = false;

  private constructor(parts: Parts, told: readonly ToldRecord[]) {
    this.#parts = parts;
    this.#alarm = new Alarm(parts.clock);
    this.#told = new Set(told.map(keyOf));
    for (const what of ['published', 'changed', 'cancelled'] as const) {
      parts.schedule.on(what, () => this.look());
    }
  }

  /** Begins with the first look. */
  static async load(parts: Parts): Promise<Reminders> {
    return new Reminders(parts, await parts.store.told());
  }

  /** Tells what is due, then waits for what is next. One look after the other. */
  look(): void {
    this.#again = true;
    if (this.#looking) return;
    this.#lookWhileNeeded().catch((error: unknown) => {
      this.#looking = false;
      this.#parts.log.error({ err: error }, 'reminders not looked through');
    });
  }

  close(): void {
    this.#closed = true;
    this.#alarm.clear();
  }

  async #lookWhileNeeded(): Promise<void> {
    this.#looking = true;
    while (this.#again && !this.#closed) {
      this.#again = false;
      const { clock } = this.#parts;
      const begun = clock.now();
      for (const due of this.#all(begun).filter((one) => isDue(one, begun))) await this.#tell(due);
      // Telling took its time.
      const now = clock.now();
      const waits = this.#all(now).map(({ time, step }) => time.startsAt - step.fromMs - now);
      if (waits.some((ms) => ms <= 0 && ms > begun - now)) this.#again = true;
      const next = Math.min(hourMs, ...waits.filter((ms) => ms > 0));
      if (!this.#closed) this.#alarm.set(next, () => this.look());
    }
    // In the same turn in which nothing was left to do: whoever asks from now on begins anew.
    this.#looking = false;
  }

  /** What was not told yet, of the dates ahead. */
  #all(now: number): Due[] {
    const { schedule, calendar } = this.#parts;
    return (
      schedule.announced
        // Where there is no room any more, nobody is to come.
        .filter((event) => event.status === 'published' && schedule.roomOf(event))
        .flatMap((event) =>
          calendar
            .ahead(event, now)
            .filter(({ cancelled, startsAt }) => !cancelled && startsAt - now < 24 * hourMs + hourMs)
            .flatMap((time) => steps.map((step) => ({ event, time, step }))),
        )
        .filter((due) => !this.#told.has(keyOf(recordOf(due))))
    );
  }

  /** Whoever was told already is not told again, should this break off before it is written down. */
  async #tell(due: Due): Promise<void> {
    const { event, time, step } = due;
    const { answers, notices, rooms, store, log } = this.#parts;
    try {
      // Once more when it begins: nobody may have been here a quarter of an hour before.
      if (step.what === 'doors' || step.what === 'eventLive') await rooms.prepare(event);
      if (step.what !== 'doors') {
        const news = newsOf(step.what, event, time, this.#parts);
        for (const id of concerned(event, time, answers)) {
          if (answers.of(id, event.id, time.date) !== 'waiting') await notices.tell(id, news);
        }
      }
      this.#told.add(keyOf(recordOf(due)));
      await store.saveTold(recordOf(due));
    } catch (error) {
      log.warn({ eventId: event.id, err: error }, 'reminder not sent');
    }
  }
}

function isDue({ time, step }: Due, now: number): boolean {
  const left = time.startsAt - now;
  return left <= step.fromMs && left > step.toMs;
}

function recordOf({ event, time, step }: Due): ToldRecord {
  return { eventId: event.id, date: time.date, what: step.what };
}

function keyOf({ eventId, date, what }: ToldRecord): string {
  return `${eventId} ${date} ${what}`;
}
