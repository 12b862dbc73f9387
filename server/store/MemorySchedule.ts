import type { EventDate, EventId, FeedToken, UserId } from '../../protocol/ids.ts';
import { AppError } from '../errors.ts';
import type {
  AnswerRecord,
  AttendanceRecord,
  EventRecord,
  FeedRecord,
  ScheduleStore,
  ToldRecord,
} from './ScheduleStore.ts';

interface Guard {
  requireOpen(): void;
  requireTaking(): void;
}

/** What belongs to one event. */
interface Kept {
  event: EventRecord;
  answers: Map<string, AnswerRecord>;
  readonly told: Map<string, ToldRecord>;
  readonly attendances: Map<EventDate, AttendanceRecord>;
  readonly visitors: Map<EventDate, Set<string>>;
}

/** Events, and who comes to them, in memory. */
export class MemorySchedule implements ScheduleStore {
  readonly #guard: Guard;
  readonly #kept = new Map<EventId, Kept>();
  readonly #feeds = new Map<UserId, FeedToken>();

  constructor(guard: Guard) {
    this.#guard = guard;
  }

  async events(): Promise<EventRecord[]> {
    return this.#all()
      .map(({ event }) => structuredClone(event))
      .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }

  async saveEvent(event: EventRecord): Promise<void> {
    this.#guard.requireTaking();
    const kept = this.#kept.get(event.id);
    const written = structuredClone(event);
    if (kept) kept.event = { ...written, createdAt: kept.event.createdAt };
    else {
      const nothing = { answers: new Map(), told: new Map(), attendances: new Map(), visitors: new Map() };
      this.#kept.set(event.id, { event: written, ...nothing });
    }
  }

  async removeEvent(id: EventId): Promise<void> {
    this.#guard.requireTaking();
    this.#kept.delete(id);
  }

  async answers(): Promise<AnswerRecord[]> {
    return this.#all()
      .flatMap(({ answers }) => [...answers.values()])
      .sort((a, b) => a.at - b.at || (a.person.id < b.person.id ? -1 : 1))
      .map((answer) => structuredClone(answer));
  }

  async saveAnswer(answer: AnswerRecord): Promise<void> {
    this.#require(answer.eventId).answers.set(keyOf(answer), structuredClone(answer));
  }

  async moveAnswers(id: EventId, from: EventDate, to: EventDate): Promise<void> {
    const kept = this.#require(id);
    const moved = new Map<string, AnswerRecord>();
    for (const answer of [...kept.answers.values()].filter(({ date }) => date === from)) {
      const there = { ...answer, date: to };
      if (!kept.answers.has(keyOf(there))) moved.set(keyOf(there), there);
    }
    const others = [...kept.answers].filter(([, { date }]) => date !== from);
    kept.answers = new Map([...others, ...moved]);
  }

  async feeds(): Promise<FeedRecord[]> {
    this.#guard.requireOpen();
    return [...this.#feeds].map(([userId, token]) => ({ userId, token }));
  }

  async saveFeed({ userId, token }: FeedRecord): Promise<void> {
    this.#guard.requireTaking();
    this.#feeds.set(userId, token);
  }

  async told(): Promise<ToldRecord[]> {
    return this.#all().flatMap(({ told }) => [...told.values()]);
  }

  async saveTold(told: ToldRecord): Promise<void> {
    this.#require(told.eventId).told.set(`${told.date} ${told.what}`, { ...told });
  }

  async attendances(): Promise<AttendanceRecord[]> {
    return this.#all().flatMap(({ attendances }) => [...attendances.values()]);
  }

  async saveAttendance(attendance: AttendanceRecord): Promise<void> {
    this.#require(attendance.eventId).attendances.set(attendance.date, { ...attendance });
  }

  async visitors(id: EventId, date: EventDate): Promise<string[]> {
    this.#guard.requireOpen();
    return [...(this.#kept.get(id)?.visitors.get(date) ?? [])].sort();
  }

  async saveVisitor(id: EventId, date: EventDate, mark: string): Promise<void> {
    const { visitors } = this.#require(id);
    visitors.set(date, (visitors.get(date) ?? new Set()).add(mark));
  }

  async forgetVisitors(id: EventId, date: EventDate): Promise<void> {
    this.#guard.requireTaking();
    this.#kept.get(id)?.visitors.delete(date);
  }

  /** Drops what one person announced and answered. */
  forget(userId: UserId): void {
    this.#feeds.delete(userId);
    for (const [id, { event, answers }] of this.#kept) {
      if (event.author.id === userId) this.#kept.delete(id);
      for (const [key, { person }] of answers) if (person.id === userId) answers.delete(key);
    }
  }

  #all(): Kept[] {
    this.#guard.requireOpen();
    return [...this.#kept.values()];
  }

  #require(id: EventId): Kept {
    this.#guard.requireTaking();
    const kept = this.#kept.get(id);
    if (!kept) throw new AppError('not_found', 'There is no such event.');
    return kept;
  }
}

function keyOf({ date, person }: AnswerRecord): string {
  return `${date} ${person.id}`;
}
