import type { EventDate, EventSlug, RoomSlug } from '../protocol/ids.ts';
import type { RouteBodyInput, RouteQueryInput } from '../protocol/rest.ts';
import type { EventAnswer, EventPage } from '../protocol/schedule.ts';
import { ask, sendBytes } from './api.ts';

const at = (slug: string) => `/events/${encodeURIComponent(slug)}`;

/** What one asks of the calendar. All reject with a `RequestError`. */
export const events = {
  list: (query: RouteQueryInput<'events'> = {}) => ask<'events'>('/events', { query }),
  own: () => ask<'ownEvents'>('/me/events'),
  page: (slug: string, date?: string | null): Promise<EventPage> =>
    ask<'event'>(at(slug), { query: date ? { date: date as EventDate } : {} }),
  draft: (body: RouteBodyInput<'draftEvent'>) => ask<'draftEvent'>('/events', { method: 'POST', body }),
  edit: (slug: string, body: RouteBodyInput<'editEvent'>) =>
    ask<'editEvent'>(at(slug), { method: 'PUT', body }),
  publish: (slug: EventSlug) => ask<'publishEvent'>(`${at(slug)}/publish`, { method: 'PUT', body: {} }),
  cancel: (slug: EventSlug, date: EventDate | null) =>
    ask<'cancelEvent'>(`${at(slug)}/cancel`, { method: 'PUT', body: { date } }),
  takeCover: (slug: EventSlug, picture: Blob) => sendBytes<'takeCover'>(`${at(slug)}/cover`, picture),
  dropCover: (slug: EventSlug) => ask<'dropCover'>(`${at(slug)}/cover`, { method: 'DELETE' }),
  answer: (slug: EventSlug, date: EventDate, answer: Exclude<EventAnswer, 'waiting'>) =>
    ask<'answerEvent'>(`${at(slug)}/dates/${date}/answer`, { method: 'PUT', body: { answer } }),
  recap: (slug: string, date: string) => ask<'eventRecap'>(`${at(slug)}/dates/${date}/recap`),
  lastDate: (room: RoomSlug) => ask<'lastDate'>(`/rooms/${room}/last-date`),
  feed: () => ask<'feed'>('/me/calendar'),
  renewFeed: () => ask<'renewFeed'>('/me/calendar', { method: 'PUT', body: {} }),
};
