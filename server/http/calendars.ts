import { type Request, type Response, Router } from 'express';
import { EventSlug, FeedToken, InterestSlug, RoomSlug } from '../../protocol/ids.ts';
import { clientAddress } from '../clientAddress.ts';
import { AppError } from '../errors.ts';
import type { RateLimit } from '../RateLimit.ts';
import { calendarOf, datesCalendar } from '../schedule/ics.ts';
import { ownOrigin } from './addresses.ts';
import type { HttpParts } from './parts.ts';

type Parts = Pick<HttpParts, 'config' | 'calendar' | 'discovery' | 'people'>;

/**
 * Files for calendars elsewhere: an event, all events of an interest or a room, and what somebody comes to. Interests
 * and rooms show what everybody may know; one's own calendar is found by whoever has its address.
 */
export function calendarRoutes(
  { config, calendar: { schedule, calendar, feeds }, discovery, people: { identities } }: Parts,
  rateLimit: RateLimit,
): Router {
  const router = Router({ caseSensitive: true, strict: true });

  router.get('/calendar/e/:slug.ics', async (request, response) => {
    count(request);
    const slug = EventSlug.safeParse(request.params.slug);
    const asker = await identities.identify(request.headers.cookie);
    const event = slug.success && schedule.find(slug.data, asker?.id ?? null);
    if (!event || event.status === 'draft') throw notFound();
    const text = calendarOf([event], { origin: originOf(request), name: event.title });
    send(response, text, event.slug, event.visibility === 'open');
  });
  router.get('/calendar/i/:slug.ics', (request, response) => {
    count(request);
    const slug = InterestSlug.safeParse(request.params.slug);
    if (!slug.success) throw notFound();
    const { interest } = discovery.interest(slug.data, null);
    const events = calendar.series({ interest: slug.data });
    const site = { origin: originOf(request), name: `${interest.names.en} · Hobnob` };
    send(response, calendarOf(events, site), slug.data, true);
  });
  router.get('/calendar/r/:slug.ics', async (request, response) => {
    count(request);
    const slug = RoomSlug.safeParse(request.params.slug);
    if (!slug.success) throw notFound();
    const { room } = await discovery.room(slug.data, null);
    if (room.visibility !== 'open') throw notFound();
    const site = { origin: originOf(request), name: `${room.name} · Hobnob` };
    send(response, calendarOf(calendar.series({ room: slug.data }), site), slug.data, true);
  });
  router.get('/calendar/me/:token.ics', (request, response) => {
    count(request);
    const token = FeedToken.safeParse(request.params.token);
    const userId = token.success ? feeds.whose(token.data) : undefined;
    if (!userId) throw notFound();
    const site = { origin: originOf(request), name: 'Hobnob' };
    send(response, datesCalendar(calendar.datesOf(userId), site), 'hobnob', false);
  });
  return router;

  function count(request: Request): void {
    rateLimit.take('light', clientAddress(request, config.trustProxy), undefined);
  }

  function originOf(request: Request): string {
    const origin = ownOrigin(request, config);
    if (!origin) throw new AppError('bad_request', 'The Host header makes no sense.');
    return origin;
  }
}

function send(response: Response, text: string, name: string, shared: boolean): void {
  response.set({
    'Content-Type': 'text/calendar; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.ics"`,
    'Cache-Control': shared ? 'public, max-age=300' : 'private, no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Robots-Tag': 'noindex',
  });
  response.send(text);
}

function notFound(): AppError {
  return new AppError('not_found', 'There is no such calendar.');
}
