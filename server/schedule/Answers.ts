import { EventEmitter } from 'node:events';
import type { EventDate, EventId, UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { EventAnswer, EventTime } from '../../protocol/schedule.ts';
import { isSeenAlike } from '../accounts/Guests.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { AnswerRecord, EventRecord, ScheduleStore } from '../store/ScheduleStore.ts';
import { datesBetween } from './dates.ts';
import { horizonMs, type Schedule } from './Schedule.ts';

interface Parts {
  readonly store: Pick<ScheduleStore, 'answers' | 'saveAnswer' | 'moveAnswers'>;
  readonly schedule: Pick<Schedule, 'on' | 'byId'>;
  readonly log: Logger;
}

interface AnswersEvents {
  /** A place became free, and somebody who waited has it. */
  seated: [event: EventRecord, time: EventTime, userId: UserId];
}

type Dates = Map<EventDate, Map<UserId, AnswerRecord>>;

/** Who comes to which date of an event. All of it is at hand, so that a last place is given away once. */
export class Answers extends EventEmitter<AnswersEvents> {
  readonly #parts: Parts;
  readonly #events = new Map<EventId, Dates>();

  private constructor(parts: Parts) {
    super();
    this.#parts = parts;
    const { schedule, log } = parts;
    schedule.on('changed', (event, before) => {
      this.#follow(event, before, Date.now()).catch((error: unknown) => {
        log.error({ eventId: event.id, err: error }, 'answers not taken along');
      });
    });
    schedule.on('removed', ({ id }) => this.#events.delete(id));
  }

  static async load(parts: Parts): Promise<Answers> {
    const answers = new Answers(parts);
    for (const record of await parts.store.answers()) {
      answers.#of(record.eventId, record.date).set(record.person.id, record);
    }
    return answers;
  }

  /** What was answered to a date, the earliest first. */
  to(id: EventId, date: EventDate, answer?: EventAnswer): AnswerRecord[] {
    const all = [...(this.#events.get(id)?.get(date)?.values() ?? [])];
    return (answer ? all.filter((record) => record.answer === answer) : all).sort((a, b) => a.at - b.at);
  }

  of(userId: UserId, id: EventId, date: EventDate): EventAnswer | null {
    return this.#events.get(id)?.get(date)?.get(userId)?.answer ?? null;
  }

  /** All that somebody answered. */
  by(userId: UserId): AnswerRecord[] {
    return [...this.#events.values()].flatMap((dates) =>
      [...dates.values()].flatMap((people) => people.get(userId) ?? []),
    );
  }

  /** Throws `gone` for a date that is over or was called off. */
  async answer(
    event: EventRecord,
    time: EventTime,
    person: PersonInfo,
    answer: Exclude<EventAnswer, 'waiting'>,
    now = Date.now(),
  ): Promise<void> {
    if (event.status !== 'published' || time.cancelled || time.endsAt <= now) {
      throw new AppError('gone', 'It is over, or was called off.');
    }
    const people = this.#of(event.id, time.date);
    const before = people.get(person.id);
    const given = answer === 'going' ? this.#placeFor(event, time, before) : answer;
    const at = before?.answer === given ? before.at : now;
    await this.#put({ eventId: event.id, date: time.date, person, answer: given, at });
    await this.#fill(event, time, now);
  }

  /** Somebody is called otherwise from now on, or looks otherwise. */
  async rename(person: PersonInfo): Promise<void> {
    for (const { eventId, date } of this.by(person.id)) {
      // As it is now: while the one before was written, they may have answered otherwise.
      const record = this.#events.get(eventId)?.get(date)?.get(person.id);
      if (record && !isSeenAlike(record.person, person)) await this.#put({ ...record, person });
    }
  }

  /** Somebody is here no more; the store forgets by itself. */
  forget(userId: UserId): void {
    for (const dates of this.#events.values()) {
      for (const people of dates.values()) people.delete(userId);
    }
  }

  #placeFor({ id, capacity }: EventRecord, { date }: EventTime, before?: AnswerRecord): 'going' | 'waiting' {
    if (before?.answer === 'going' || before?.answer === 'waiting') return before.answer;
    return capacity !== null && this.to(id, date, 'going').length >= capacity ? 'waiting' : 'going';
  }

  /** Places that are free go to those who wait, in their order. */
  async #fill(event: EventRecord, time: EventTime, now: number): Promise<void> {
    const { id, capacity } = event;
    const free = (capacity ?? Number.POSITIVE_INFINITY) - this.to(id, time.date, 'going').length;
    const next = this.to(id, time.date, 'waiting').slice(0, Math.max(free, 0));
    for (const record of next) {
      await this.#put({ ...record, answer: 'going', at: now });
      this.emit('seated', event, time, record.person.id);
    }
  }

  /** Dates that are others now take along who comes, each the one in its place. */
  async #follow(event: EventRecord, before: EventRecord, now: number): Promise<void> {
    const dates = this.#events.get(event.id);
    if (!dates) return;
    const olds = datesBetween(before, now, now + horizonMs);
    const news = datesBetween(event, now, now + horizonMs);
    const kept = new Set(news.map(({ date }) => date));
    for (const [index, { date }] of olds.entries()) {
      const to = (news[index] ?? news.at(-1))?.date;
      if (!to || kept.has(date) || !dates.has(date)) continue;
      const there = this.#of(event.id, to);
      for (const [userId, record] of dates.get(date) ?? []) {
        if (!there.has(userId)) there.set(userId, { ...record, date: to });
      }
      dates.delete(date);
      await this.#parts.store.moveAnswers(event.id, date, to);
    }
    for (const time of news) if (dates.has(time.date)) await this.#fill(event, time, now);
  }

  /** In force at once, and kept when it resolves. */
  async #put(record: AnswerRecord): Promise<void> {
    this.#of(record.eventId, record.date).set(record.person.id, record);
    await this.#parts.store.saveAnswer(record);
  }

  #of(id: EventId, date: EventDate): Map<UserId, AnswerRecord> {
    const dates = this.#events.get(id) ?? new Map<EventDate, Map<UserId, AnswerRecord>>();
    this.#events.set(id, dates);
    const people = dates.get(date) ?? new Map<UserId, AnswerRecord>();
    dates.set(date, people);
    return people;
  }
}
