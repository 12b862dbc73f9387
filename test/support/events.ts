import type { EventDate, EventSlug } from '../../protocol/ids.ts';
import type {
  EventAnswer,
  EventCard,
  EventDraft,
  EventInfo,
  EventOccasion,
  EventPage,
  OwnEvents,
} from '../../protocol/schedule.ts';
import type { Client } from './Client.ts';

const dayMs = 86_400_000;

/** The time on a clock in Greenwich so many milliseconds from now, or from then. */
export function wallIn(ms: number, now = Date.now()): string {
  return new Date(now + ms).toISOString().slice(0, 16);
}

/** What somebody may fill into the form. */
export function aDraftEvent(changes: Partial<EventDraft> = {}) {
  const said = { title: 'Contact sheets, read aloud', interests: ['film'], language: 'en' };
  return { ...said, zone: 'UTC', start: wallIn(dayMs), minutes: 60, ...changes } as EventDraft;
}

/** What people do with the calendar. */
export const events = {
  draft: (by: Client, changes: Partial<EventDraft> = {}) =>
    by.ask<EventInfo>('POST', '/events', aDraftEvent(changes)),
  async announce(by: Client, changes: Partial<EventDraft> = {}) {
    const { slug } = await events.draft(by, changes);
    return await by.ask<EventInfo>('PUT', `/events/${slug}/publish`, {});
  },
  edit: (by: Client, slug: EventSlug, changes: Partial<EventDraft>) =>
    by.ask<EventInfo>('PUT', `/events/${slug}`, aDraftEvent(changes)),
  cancel: (by: Client, slug: EventSlug, date: EventDate | null = null) =>
    by.ask<null>('PUT', `/events/${slug}/cancel`, { date }),
  page: (by: Client, slug: EventSlug, date?: EventDate) =>
    by.ask<EventPage>('GET', `/events/${slug}${date ? `?date=${date}` : ''}`),
  list: (by: Client, query = '') =>
    by.ask<{ events: EventCard[]; cities: string[] }>('GET', `/events${query}`),
  own: (by: Client) => by.ask<OwnEvents>('GET', '/me/events'),
  answer: (by: Client, slug: EventSlug, date: EventDate, answer: EventAnswer) =>
    by.ask<EventOccasion>('PUT', `/events/${slug}/dates/${date}/answer`, { answer }),
};
