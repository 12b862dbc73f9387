import type { CircleId, EventDate, InterestSlug, RoomSlug } from '../protocol/ids.ts';
import type { PersonInfo } from '../protocol/people.ts';
import type { Recurrence } from '../protocol/recurrence.ts';
import type { EventDraft, EventInfo, EventRole } from '../protocol/schedule.ts';
import { ownZone } from './eventTimes.ts';

/** How often something comes, as it is chosen. */
export type Repeats = 'never' | 'day' | 'week' | 'twoWeeks' | 'monthDate' | 'monthWeekday';

const minutesPerDay = 1_440;
/** What would be longer is more likely to end before it begins. */
const longestMinutes = 720;
const usualMinutes = 60;

/** What somebody fills in about an event. */
export class EventForm {
  title = $state('');
  topic = $state('');
  description = $state('');
  interests = $state<InterestSlug[]>([]);
  language = $state('en');
  city = $state('');
  date = $state('');
  starts = $state('20:00');
  ends = $state('21:00');
  zone = $state(ownZone());
  repeats = $state<Repeats>('never');
  weekdays = $state<Recurrence['weekdays']>([]);
  until = $state('');
  places = $state('');
  visibility = $state<EventDraft['visibility']>('open');
  circle = $state<CircleId>();
  mic = $state<EventDraft['mic']>('stage');
  chatMode = $state<EventDraft['chatMode']>('everyone');
  people = $state<{ person: PersonInfo; role: EventRole }[]>([]);
  room = $state<RoomSlug | ''>('');
  #count: number | null = null;

  /** How long it lasts; null: it would end before it starts. */
  readonly minutes = $derived.by(() => {
    const length = (minutesOf(this.ends) - minutesOf(this.starts) + minutesPerDay) % minutesPerDay;
    return length > 0 && length <= longestMinutes ? length : null;
  });
  /** When it may have been meant to end. */
  readonly likelyEnd = $derived(clockOf(minutesOf(this.starts) + usualMinutes));
  readonly start = $derived(this.date && `${this.date}T${this.starts}`);
  readonly recurrence = $derived.by((): Recurrence | null => {
    if (this.repeats === 'never') return null;
    const every = this.repeats.startsWith('month') ? 'month' : this.repeats === 'day' ? 'day' : 'week';
    return {
      every,
      interval: this.repeats === 'twoWeeks' ? 2 : 1,
      weekdays: every === 'week' ? [...this.weekdays] : [],
      by: this.repeats === 'monthWeekday' ? 'weekday' : 'date',
      until: this.until ? (this.until as EventDate) : null,
      count: this.until ? null : this.#count,
    };
  });

  /** Takes what an event is now. */
  fill(event: EventInfo): void {
    const { title, topic, description, interests, language, city, zone, visibility, mic, chatMode } = event;
    Object.assign(this, { title, topic, description, language, city, zone, visibility, mic, chatMode });
    this.interests = [...interests];
    [this.date = '', this.starts = ''] = event.start.split('T');
    this.ends = clockOf(minutesOf(this.starts) + event.minutes);
    this.places = event.capacity === null ? '' : String(event.capacity);
    this.people = event.people.map((one) => ({ ...one }));
    if (!event.recurrence) return;
    const { every, interval, by, weekdays, until, count } = event.recurrence;
    if (every === 'week') this.repeats = interval === 2 ? 'twoWeeks' : 'week';
    else if (every === 'day') this.repeats = 'day';
    else this.repeats = by === 'date' ? 'monthDate' : 'monthWeekday';
    this.weekdays = [...weekdays];
    this.until = until ?? '';
    this.#count = count;
  }

  /** What is missing or wrong, by what it is about. */
  get problems(): ('title' | 'interests' | 'date' | 'ends' | 'circle')[] {
    return [
      ...(this.title.trim() ? [] : (['title'] as const)),
      ...(this.interests.length > 0 ? [] : (['interests'] as const)),
      ...(this.date ? [] : (['date'] as const)),
      ...(this.minutes ? [] : (['ends'] as const)),
      ...(this.visibility === 'circle' && !this.circle ? (['circle'] as const) : []),
    ];
  }

  /** What is sent. */
  toDraft(): EventDraft {
    const { title, topic, description, language, city, zone, visibility, mic, chatMode, circle } = this;
    const places = Number.parseInt(this.places, 10);
    return {
      ...{ title, topic, description, language, city, zone, visibility, mic, chatMode },
      interests: [...this.interests],
      start: this.start,
      minutes: this.minutes ?? usualMinutes,
      recurrence: this.recurrence,
      capacity: Number.isFinite(places) && places > 0 ? places : null,
      people: this.people.map(({ person, role }) => ({ id: person.id, role })),
      room: this.room || null,
      ...(visibility === 'circle' && circle && { circle }),
    };
  }
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

function clockOf(minutes: number): string {
  const within = minutes % minutesPerDay;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(within / 60))}:${two(within % 60)}`;
}
