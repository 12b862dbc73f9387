import type { EventId, UserId } from '../../protocol/ids.ts';
import type { EventCard } from '../../protocol/schedule.ts';
import { saysAll, WordIndex } from '../discovery/WordIndex.ts';
import type { EventRecord } from '../store/ScheduleStore.ts';
import type { Interest } from '../store/Store.ts';
import type { Calendar } from './Calendar.ts';
import type { EventViews } from './EventViews.ts';
import type { Schedule } from './Schedule.ts';

interface Parts {
  readonly schedule: Schedule;
  readonly calendar: Pick<Calendar, 'ahead'>;
  readonly views: EventViews;
  readonly interests: readonly Interest[];
}

const mostFound = 20;

/** Finds events to come by words. */
export class EventSearch {
  readonly #parts: Parts;
  readonly #index = new WordIndex();
  readonly #interests: ReadonlyMap<string, Interest>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#interests = new Map(parts.interests.map((interest) => [interest.slug, interest]));
    const { schedule } = parts;
    for (const event of schedule.announced) this.#put(event);
    schedule.on('published', (event) => this.#put(event));
    schedule.on('changed', (event) => this.#put(event));
    schedule.on('removed', ({ id }) => this.#index.remove(id));
  }

  /** What fits best comes first, each by its next date. */
  find(text: string, asker: UserId | null, now = Date.now()): EventCard[] {
    const { schedule, calendar, views } = this.#parts;
    // Those for some people are in no index: it would rank what strangers find by words that are not for them.
    const some = schedule.announced.filter(
      (event) => event.visibility !== 'open' && saysAll(`${event.title} ${event.topic}`, text),
    );
    const found = this.#index.find(text).flatMap((id) => schedule.byId(id as EventId) ?? []);
    return [...some, ...found]
      .filter((event) => event.status === 'published' && schedule.isListedFor(event, asker))
      .flatMap((event) => {
        const time = calendar.ahead(event, now).find(({ cancelled }) => !cancelled);
        return time ? [views.card(event, time, asker)] : [];
      })
      .slice(0, mostFound);
  }

  #put({ id, title, topic, city, interests, visibility }: EventRecord): void {
    if (visibility !== 'open') return;
    const tags = interests.flatMap((slug) => {
      const interest = this.#interests.get(slug);
      return interest ? [interest.names.en, interest.names.zh, ...interest.aliases] : [];
    });
    this.#index.put({ id, name: title, topic, tags: [...tags, city].join(' ') });
  }
}
