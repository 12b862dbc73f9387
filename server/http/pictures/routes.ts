import { createHash } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { EventSlug, RoomSlug } from '../../../protocol/ids.ts';
import type { RoomCard } from '../../../protocol/room.ts';
import type { EventPage } from '../../../protocol/schedule.ts';
import { clientAddress } from '../../clientAddress.ts';
import { AppError } from '../../errors.ts';
import type { RateLimit } from '../../RateLimit.ts';
import { whenInShort } from '../eventWords.ts';
import type { HttpParts } from '../parts.ts';
import { type Words, wordsFor } from '../words.ts';
import type { Card } from './card.ts';
import { PictureCache } from './PictureCache.ts';

const maxPeople = 3;
const houseHue = 75;

/** The pictures that show when somebody shares a link. A room found by its link only has none of its own. */
export function pictureRoutes(
  { config, discovery, calendar }: Pick<HttpParts, 'config' | 'discovery' | 'calendar'>,
  rateLimit: RateLimit,
): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const cache = new PictureCache();

  router.get('/og/home.png', async (request, response) => {
    await count(request);
    await send(request, response, await cache.get('home', async () => home()));
  });
  router.get('/og/r/:slug.png', async (request, response) => {
    await count(request);
    const slug = RoomSlug.safeParse(request.params.slug);
    if (!slug.success) throw notFound();
    await send(request, response, await cache.get(slug.data, () => room(slug.data)));
  });
  router.get('/og/e/:slug.png', async (request, response) => {
    await count(request);
    const slug = EventSlug.safeParse(request.params.slug);
    if (!slug.success) throw notFound();
    await send(request, response, await cache.get(`event ${slug.data}`, () => event(slug.data)));
  });
  return router;

  async function count(request: Request): Promise<void> {
    rateLimit.take('heavy', clientAddress(request, config.trustProxy), undefined);
  }

  function home(): Card {
    const words = wordsFor('en');
    const rooms = discovery.rooms({ limit: Number.POSITIVE_INFINITY }, null);
    const people = rooms.reduce((sum, { count }) => sum + count, 0);
    return {
      title: 'Step into a room',
      otherTitle: 'Hobnob',
      text: words.homeQuiet,
      live: people > 0 ? words.live(people) : undefined,
      step: words.step,
      hue: houseHue,
      pattern: 'house',
      people: rooms[0] ? peopleOf(rooms[0]) : [],
    };
  }

  function event(slug: EventSlug): Card {
    const page = calendar.views.page(slug, undefined, null);
    const { event: told, interests, occasion } = page;
    if (told.visibility !== 'open') throw notFound();
    const words = wordsFor(told.language);
    const [interest] = interests;
    const names = [told.author, ...told.people.map(({ person }) => person)].map(({ name }) => name);
    return {
      title: told.title,
      otherTitle: interest?.names[words.language] ?? 'Hobnob',
      text: words.onStage(names),
      live: undefined,
      when: occasion.cancelled ? words.calledOff : whenInShort(occasion, told, words),
      step: words.going(occasion.going),
      hue: interest?.hue ?? houseHue,
      pattern: interest?.pattern ?? 'house',
      people: onStage(page),
    };
  }

  async function room(slug: RoomSlug): Promise<Card> {
    const { room, card, interests } = await discovery.room(slug, null);
    if (room.visibility !== 'open') throw notFound();
    const words = wordsFor(room.language);
    const [interest] = interests;
    return {
      title: room.name,
      otherTitle: interest?.names[words.language] ?? 'Hobnob',
      text: room.topic || named(interests, words),
      live: card.count > 0 ? words.live(card.count) : undefined,
      step: words.step,
      hue: interest?.hue ?? houseHue,
      pattern: interest?.pattern ?? 'house',
      people: peopleOf(card),
    };
  }
}

/** Its author stands in the middle, and talks. */
function onStage({ event: { author, people } }: EventPage): Card['people'] {
  const [first, ...rest] = people
    .slice(0, maxPeople - 1)
    .map(({ person }) => ({ ...person, talking: false }));
  const shown = [first, { ...author, talking: true }, ...rest];
  return shown.flatMap((person) => (person ? [{ avatar: person.avatar, talking: person.talking }] : []));
}

function named(interests: readonly { names: Record<'en' | 'zh', string> }[], { language }: Words): string {
  return interests.map(({ names }) => names[language]).join(' · ');
}

/** Whoever talks stands in the middle. */
function peopleOf({ faces, talkingIds }: RoomCard): Card['people'] {
  const people = faces
    .slice(0, maxPeople)
    .map(({ id, avatar }) => ({ avatar, talking: talkingIds.includes(id) }));
  const [first, second, ...rest] = people;
  return first && second && rest.length > 0 ? [second, first, ...rest] : people;
}

async function send(request: Request, response: Response, picture: Buffer): Promise<void> {
  const etag = `"${createHash('sha256').update(picture).digest('base64url').slice(0, 22)}"`;
  response.set({
    'Content-Type': 'image/png',
    'Cache-Control': 'public, max-age=60',
    ETag: etag,
    // Link previews show it on other sites.
    'Cross-Origin-Resource-Policy': 'cross-origin',
  });
  if (request.fresh) response.status(304).end();
  else response.send(picture);
}

function notFound(): AppError {
  return new AppError('not_found', 'There is no such picture.');
}
