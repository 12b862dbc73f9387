import { EventEmitter } from 'node:events';
import { type EventDate, EventId, EventSlug, type RoomId, type UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { EventDraft, EventTime } from '../../protocol/schedule.ts';
import { AppError } from '../errors.ts';
import type { Audience } from '../people/Audience.ts';
import type { Circles } from '../people/Circles.ts';
import type { RoomCircles } from '../people/RoomCircles.ts';
import type { Ties } from '../people/Ties.ts';
import { randomId } from '../rooms/Participant.ts';
import type { Roles } from '../rooms/Roles.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { createSlug } from '../rooms/slug.ts';
import type { EventRecord } from '../store/ScheduleStore.ts';
import type { Store } from '../store/Store.ts';
import { dateNamed, datesBetween } from './dates.ts';
import { checkDraft, type Draft } from './drafts.ts';
import { EventRooms } from './EventRooms.ts';
import { called, withoutPerson } from './eventPeople.ts';

interface Parts {
  readonly store: Pick<Store, 'schedule' | 'guests' | 'interests'>;
  readonly rooms: Pick<RoomRegistry, 'create' | 'edit' | 'find' | 'info' | 'infos'>;
  readonly ties: Ties;
  readonly circles: Pick<Circles, 'require'>;
  readonly roomCircles: Pick<RoomCircles, 'set'>;
  readonly audience: Pick<Audience, 'mayEnter' | 'isListedFor'>;
  readonly roles: Pick<Roles, 'assign' | 'given'>;
}

interface ScheduleEvents {
  /** An event is there for others from now on. */
  published: [event: EventRecord];
  /** An event is another one now: at other times, or about something else. */
  changed: [event: EventRecord, before: EventRecord];
  /** A date was called off, or all that are to come. */
  cancelled: [event: EventRecord, dates: readonly EventTime[]];
  removed: [event: EventRecord];
}

/** Over so long a time dates are looked for. */
export const horizonMs = 400 * 24 * 60 * 60_000;
const mostPerPerson = 100;

/** The events that were announced, or are to be. All of them are at hand. */
export class Schedule extends EventEmitter<ScheduleEvents> {
  readonly #parts: Parts;
  readonly #events = new Map<EventId, EventRecord>();
  readonly #bySlug = new Map<EventSlug, EventId>();
  readonly #rooms: EventRooms;

  private constructor(parts: Parts) {
    super();
    this.#parts = parts;
    this.#rooms = new EventRooms(parts);
  }

  static async load(parts: Parts): Promise<Schedule> {
    const schedule = new Schedule(parts);
    for (const event of await parts.store.schedule.events()) schedule.#know(event);
    return schedule;
  }

  /** What others may know of: drafts are not among them. */
  get announced(): EventRecord[] {
    return [...this.#events.values()].filter(({ status }) => status !== 'draft');
  }

  /** What somebody wrote down and did not announce yet, the latest first. */
  draftsOf(userId: UserId): EventRecord[] {
    return [...this.#events.values()]
      .filter(({ status, author }) => status === 'draft' && author.id === userId)
      .sort((a, b) => b.changedAt - a.changedAt);
  }

  byId(id: EventId): EventRecord | undefined {
    return this.#events.get(id);
  }

  roomOf({ roomId }: EventRecord): RoomInfo | undefined {
    return roomId === null ? undefined : this.#parts.rooms.info(roomId);
  }

  /** Whether there is an event for somebody; null is nobody we know. */
  mayKnow(event: EventRecord, asker: UserId | null): boolean {
    if (event.status === 'draft') return asker === event.author.id;
    const { audience, ties } = this.#parts;
    const room = this.roomOf(event);
    if (!room || !audience.mayEnter(room, asker)) return false;
    return asker === null || !ties.areApart(asker, event.author.id);
  }

  /** Whether somebody comes upon an event in lists. */
  isListedFor(event: EventRecord, asker: UserId | null): boolean {
    const room = this.roomOf(event);
    if (event.status === 'draft' || !room || !this.mayKnow(event, asker)) return false;
    return this.#parts.audience.isListedFor(room, asker);
  }

  /** Throws `not_found`, as for an event that there is none of. */
  find(slug: EventSlug, asker: UserId | null): EventRecord {
    const id = this.#bySlug.get(slug);
    const event = id && this.#events.get(id);
    if (!event || !this.mayKnow(event, asker)) throw new AppError('not_found', 'There is no such event.');
    return event;
  }

  /** Who wrote it, and whoever leads it with them, may change it. */
  mayEdit({ author, people }: EventRecord, userId: UserId | null): boolean {
    return author.id === userId || people.some(({ person, role }) => person.id === userId && role === 'host');
  }

  /** Writes an event down that nobody else sees yet. */
  async draft(draft: EventDraft, author: PersonInfo, now = Date.now()): Promise<EventRecord> {
    if (this.draftsOf(author.id).length >= mostPerPerson)
      throw new AppError('conflict', 'There are many already.');
    const said = await checkDraft(this.#parts, draft, { author, now });
    const id = EventId.parse(randomId());
    const slug = this.#slugOf(said);
    const made = {
      id,
      slug,
      status: 'draft',
      author,
      cover: null,
      off: [],
      ended: {},
      sequence: 0,
      createdAt: now,
    } as const;
    return await this.#keep({ ...said, ...made, changedAt: now });
  }

  /** Throws `not_found`, `forbidden`, `gone` for one that was called off. */
  async edit(slug: EventSlug, draft: EventDraft, asker: UserId, now = Date.now()): Promise<EventRecord> {
    const { author, status } = this.#requireEditor(slug, asker);
    const { circle, ...rest } = draft;
    const wish = status === 'draft' ? draft : { ...rest, visibility: 'open' as const };
    const said = await checkDraft(this.#parts, wish, { author, now });
    const before = this.#requireEditor(slug, asker);
    const isDraft = before.status === 'draft';
    // Where an event is, and for whom, stays as it was announced.
    const { roomId, circleId, visibility } = isDraft ? said : before;
    const after = {
      ...{ ...before, ...said, roomId, circleId, visibility },
      ...(isDraft && said.visibility !== before.visibility && { slug: this.#slugOf(said) }),
      off: before.off,
      // Another time is another evening.
      ended: said.startsAt === before.startsAt ? before.ended : {},
      ...{ sequence: before.sequence + 1, changedAt: now },
    };
    await this.#keep(after);
    if (after.slug !== before.slug) this.#bySlug.delete(before.slug);
    if (!isDraft) {
      await this.#rooms.giveRoles(after, before.people);
      this.emit('changed', after, before);
    }
    return after;
  }

  /** Takes a picture, or goes back to the drawn one. */
  async setCover(slug: EventSlug, cover: EventRecord['cover'], asker: UserId): Promise<EventRecord> {
    const event = this.#requireEditor(slug, asker);
    return await this.#keep({ ...event, cover, changedAt: Date.now() });
  }

  /** Announces it. Throws `conflict` for an event that would be over. */
  async publish(slug: EventSlug, asker: UserId, now = Date.now()): Promise<EventRecord> {
    const event = this.#requireEditor(slug, asker);
    if (event.status === 'published') return event;
    if (datesBetween(event, now, now + horizonMs).length === 0) {
      throw new AppError('conflict', 'It would be over already.');
    }
    const room = this.roomOf(event) ?? (await this.#rooms.open(event));
    const { visibility } = room;
    if (visibility === 'members' || visibility === 'direct')
      throw new AppError('forbidden', 'That is no room for it.');
    const published = { ...event, status: 'published', roomId: room.id, visibility, changedAt: now } as const;
    await this.#keep(published);
    await this.#rooms.giveRoles(published, []);
    this.emit('published', published);
    return published;
  }

  /** Calls off one date, or all that are to come; of a draft nothing is left. */
  async cancel(slug: EventSlug, date: EventDate | null, asker: UserId, now = Date.now()): Promise<void> {
    const event = this.#requireEditor(slug, asker);
    if (event.status === 'draft') return await this.#remove(event);
    const named = date === null ? null : dateNamed(event, date);
    if (date !== null && !named) throw new AppError('not_found', 'There is no such date.');
    await this.#callOff(event, date, now);
  }

  /** Calls off what was announced for a room that is there no more. */
  async callOffIn(room: RoomId, now = Date.now()): Promise<void> {
    for (const { id } of this.announced.filter(({ roomId }) => roomId === room)) {
      const event = this.#events.get(id);
      if (event?.status === 'published') await this.#callOff(event, null, now);
    }
  }

  async #callOff(event: EventRecord, date: EventDate | null, now: number): Promise<void> {
    const ahead = datesBetween(event, now, now + horizonMs).filter(({ cancelled }) => !cancelled);
    const dates = ahead.filter((time) => date === null || time.date === date);
    const alone = date === null || event.recurrence === null;
    const after = {
      ...event,
      ...(alone && { status: 'cancelled' as const }),
      ...(date !== null && { off: [...new Set([...event.off, date])] }),
      ...{ sequence: event.sequence + 1, changedAt: now },
    };
    await this.#keep(after);
    if (dates.length > 0) this.emit('cancelled', after, dates);
  }

  /** A date was ended before its time; null: it goes on. Nobody is told, as whoever is there knows. */
  async setEnd(id: EventId, date: EventDate, at: number | null): Promise<void> {
    const event = this.#events.get(id);
    if (!event || (event.ended[date] ?? null) === at) return;
    const { [date]: _before, ...others } = event.ended;
    await this.#keep({ ...event, ended: at === null ? others : { ...others, [date]: at } });
  }

  /** Somebody is here no more: what they announced goes with them, and they are on stage nowhere. */
  async forget(userId: UserId): Promise<void> {
    for (const { id } of this.of(userId)) {
      const event = this.#events.get(id);
      if (event?.author.id === userId) await this.#remove(event);
      else if (event) await this.#keep(withoutPerson(event, userId));
    }
  }

  /** Somebody is called otherwise from now on, or looks otherwise. */
  async rename(known: PersonInfo): Promise<void> {
    for (const { id } of this.of(known.id)) {
      // As it is now: while the one before was written, this one may have been called off.
      const event = this.#events.get(id);
      const renamed = event && called(event, known);
      if (renamed) await this.#keep(renamed);
    }
  }

  /** What somebody announced, or is on stage at. */
  of(userId: UserId): EventRecord[] {
    return [...this.#events.values()].filter(
      ({ author, people }) => author.id === userId || people.some(({ person }) => person.id === userId),
    );
  }

  #requireEditor(slug: EventSlug, asker: UserId): EventRecord {
    const event = this.find(slug, asker);
    if (!this.mayEdit(event, asker)) throw new AppError('forbidden', 'Only its hosts may do that.');
    if (event.status === 'cancelled') throw new AppError('gone', 'It was called off.');
    return event;
  }

  #slugOf({ title, visibility }: Draft): EventSlug {
    const isTaken = (slug: string) => this.#bySlug.has(EventSlug.parse(slug));
    return EventSlug.parse(createSlug({ name: title, visibility }, isTaken));
  }

  /** In force before it is kept, so that nothing is made of what it was before; as it was where it could not be kept. */
  async #keep(event: EventRecord): Promise<EventRecord> {
    const before = this.#events.get(event.id);
    this.#know(event);
    try {
      await this.#parts.store.schedule.saveEvent(event);
    } catch (error) {
      if (this.#events.get(event.id) === event) {
        this.#drop(event);
        if (before) this.#know(before);
      }
      throw error;
    }
    return event;
  }

  async #remove(event: EventRecord): Promise<void> {
    this.#drop(event);
    try {
      await this.#parts.store.schedule.removeEvent(event.id);
    } catch (error) {
      this.#know(event);
      throw error;
    }
    this.emit('removed', event);
  }

  #drop({ id, slug }: EventRecord): void {
    this.#events.delete(id);
    this.#bySlug.delete(slug);
  }

  #know(event: EventRecord): void {
    this.#events.set(event.id, event);
    this.#bySlug.set(event.slug, event.id);
  }
}
