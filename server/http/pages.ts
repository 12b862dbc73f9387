import { type Request, type RequestHandler, type Response, Router } from 'express';
import { EventDate, EventSlug, InterestSlug, RoomSlug, UserId } from '../../protocol/ids.ts';
import { clientAddress } from '../clientAddress.ts';
import { AppError } from '../errors.ts';
import type { RateLimit } from '../RateLimit.ts';
import { ownOrigin } from './addresses.ts';
import {
  eventHead,
  fillIn,
  type Head,
  homeHead,
  interestHead,
  missingHead,
  profileHead,
  roomHead,
} from './head.ts';
import type { HttpParts } from './parts.ts';
import { type Words, wordsFor } from './words.ts';

type Parts = Pick<HttpParts, 'config' | 'discovery' | 'profiles' | 'people' | 'client' | 'calendar'>;
type Heading = (request: Request, words: Words) => Head | Promise<Head>;

/** The pages of the client: one HTML for all, with the tags of each. */
export function pageRoutes(
  { config, discovery, profiles, people: { guests, identities }, client, calendar }: Parts,
  rateLimit: RateLimit,
): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const home: Heading = (_request, words) =>
    homeHead(discovery.rooms({ limit: Number.POSITIVE_INFINITY }, null), words);

  router.get('/', page(home));
  router.get(['/open', '/schedule', '/events'], page(home));
  router.get('/search', page(home));
  router.get(['/settings', '/inbox', '/log', '/admin', '/join'], page(home));
  router.get('/sign-in', page(home));
  // Who talks with whom is told by no address.
  router.get(['/messages', '/messages/:id'], page(home));
  router.get(
    '/i/:slug',
    page((request, words) => {
      const slug = InterestSlug.safeParse(request.params.slug);
      return slug.success
        ? interestHead(discovery.interest(slug.data, null), words)
        : missingHead('/', words.interestGone, words);
    }, 'interestGone'),
  );
  router.get(
    '/r/:slug',
    page(async (request, words) => {
      const slug = RoomSlug.safeParse(request.params.slug);
      if (!slug.success) return missingHead('/', words.roomGone, words);
      const asker = await identities.identify(request.headers.cookie);
      const found = await discovery.room(slug.data, asker?.id ?? null);
      return roomHead(found, wordsFor(found.room.language));
    }, 'roomGone'),
  );
  router.get(
    '/u/:id',
    page(async (request, words) => {
      const id = UserId.safeParse(request.params.id);
      if (!id.success) return missingHead('/', words.personGone, words);
      const asker = await identities.identify(request.headers.cookie);
      return profileHead(await profiles.page(id.data, asker && (await guests.person(asker))), words);
    }, 'personGone'),
  );
  router.get(
    ['/e/:slug', '/e/:slug/edit', '/e/:slug/recap'],
    page(async (request, words) => {
      const slug = EventSlug.safeParse(request.params.slug);
      if (!slug.success) return missingHead('/', words.eventGone, words);
      const asker = await identities.identify(request.headers.cookie);
      const date = EventDate.safeParse(request.query.date);
      const found = calendar.views.page(slug.data, date.data, asker?.id ?? null);
      return eventHead(found, wordsFor(found.event.language));
    }, 'eventGone'),
  );
  router.get(
    '/{*path}',
    page((_request, words) => missingHead('/', words.nothingHere, words)),
  );
  return router;

  function page(
    heading: Heading,
    gone: 'roomGone' | 'interestGone' | 'personGone' | 'eventGone' | 'nothingHere' = 'nothingHere',
  ): RequestHandler {
    return async (request, response) => {
      rateLimit.take('light', clientAddress(request, config.trustProxy), undefined);
      const words = wordsFor(request.acceptsLanguages('en', 'zh') || 'en');
      const head = await missing(
        () => heading(request, words),
        () => missingHead('/', words[gone], words),
      );
      await send(head, request, response);
    };
  }

  async function send(head: Head, request: Request, response: Response): Promise<void> {
    const origin = ownOrigin(request, config);
    if (!origin) throw new AppError('bad_request', 'The Host header makes no sense.');
    const html = fillIn(await client.index(), head, origin);
    response.status(head.status).type('html').set({ 'Cache-Control': 'no-cache', Vary: 'Accept-Language' });
    response.send(html);
  }
}

async function missing(find: () => Head | Promise<Head>, otherwise: () => Head): Promise<Head> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return otherwise();
    throw error;
  }
}
