import type { InterestInfo } from '../../protocol/interest.ts';
import type { ProfilePage } from '../../protocol/profile.ts';
import type { InterestPage, RoomPage } from '../../protocol/rest.ts';
import type { RoomCard } from '../../protocol/room.ts';
import type { EventPage } from '../../protocol/schedule.ts';
import { whenInFull } from './eventWords.ts';
import { languageName, talkerIn, type Words } from './words.ts';

/** What the raw HTML of a page says of it, for link previews, search engines and whoever waits for scripts. */
export interface Head {
  readonly title: string;
  readonly description: string;
  /** Below our own address. */
  readonly path: string;
  readonly picture: string;
  readonly language: 'en' | 'zh';
  readonly status: 200 | 404;
  /** Whether search engines may list it. */
  readonly indexed: boolean;
}

/** Where the tags of a page go in `index.html`. */
export const headMark = '<!--head-->';

const homePicture = '/og/home.png';

export function homeHead(rooms: readonly RoomCard[], words: Words): Head {
  return {
    title: words.homeTitle,
    description: words.sentences([...busy(rooms, words), words.homeQuiet]),
    path: '/',
    picture: homePicture,
    language: words.language,
    status: 200,
    indexed: true,
  };
}

export function interestHead({ interest, rooms }: InterestPage, words: Words): Head {
  return {
    title: words.titled(interest.names[words.language]),
    description: words.sentences([...busy(rooms, words), words.homeQuiet]),
    path: `/i/${interest.slug}`,
    picture: homePicture,
    language: words.language,
    status: 200,
    indexed: true,
  };
}

/** A room found by its link only says its name, and nothing of who is in it. */
export function roomHead({ room, card, interests }: RoomPage, words: Words): Head {
  const open = room.visibility === 'open';
  return {
    title: words.titled(room.name),
    description: open ? roomDescription(card, interests, words) : words.byLink,
    path: `/r/${room.slug}`,
    picture: open ? `/og/r/${room.slug}.png` : homePicture,
    language: words.language,
    status: 200,
    indexed: open,
  };
}

/** A person's page says what is on it, to who got the link: people are for search engines to find by their rooms only. */
export function profileHead({ person, profile }: ProfilePage, words: Words): Head {
  return {
    title: words.titled(person.name),
    description: profile.bio.replaceAll(/\s+/g, ' ') || words.person(person.name),
    path: `/u/${person.id}`,
    picture: homePicture,
    language: words.language,
    status: 200,
    indexed: false,
  };
}

/** An event says when it is; one that is found by its link only says nothing else. */
export function eventHead({ event, occasion }: EventPage, words: Words): Head {
  const open = event.visibility === 'open' && event.status !== 'draft';
  const off = occasion.cancelled ? [words.calledOff] : [];
  const names = [event.author, ...event.people.map(({ person }) => person)].map(({ name }) => name);
  const said = [
    ...off,
    whenInFull(occasion, event, words),
    ...(event.topic ? [event.topic] : []),
    words.onStage(names),
  ];
  return {
    title: words.titled(event.title),
    description: open ? words.sentences(said) : words.eventByLink,
    path: `/e/${event.slug}`,
    picture: open ? `/og/e/${event.slug}.png` : homePicture,
    language: words.language,
    status: 200,
    indexed: open,
  };
}

/** For an address where nothing is, or nothing is any more. */
export function missingHead(path: string, title: string, words: Words): Head {
  return {
    title: words.titled(title),
    description: words.lookAround,
    path,
    picture: homePicture,
    language: words.language,
    status: 404,
    indexed: false,
  };
}

/** Puts the tags into the page. Everything in them is text of ours or escaped. */
export function fillIn(index: string, head: Head, origin: string): string {
  const property = (name: string, content: string) =>
    `<meta property="${name}" content="${escaped(content)}">`;
  const meta = (name: string, content: string) => `<meta name="${name}" content="${escaped(content)}">`;
  const tags = [
    `<title>${escaped(head.title)}</title>`,
    meta('description', head.description),
    property('og:type', 'website'),
    property('og:site_name', 'Hobnob'),
    property('og:title', head.title),
    property('og:description', head.description),
    property('og:url', origin + head.path),
    property('og:image', origin + head.picture),
    property('og:image:width', '1200'),
    property('og:image:height', '630'),
    property('og:locale', head.language === 'zh' ? 'zh_CN' : 'en_US'),
    meta('twitter:card', 'summary_large_image'),
    ...(head.indexed ? [] : [meta('robots', 'noindex')]),
  ];
  // Functions, because `$&` in a replacement text would mean something.
  return index
    .replace(/(<html\b[^>]*?\blang=")[^"]*/i, (_all, before: string) => before + head.language)
    .replace(headMark, () => tags.join('\n    '));
}

/** Makes a text harmless in HTML, in attributes too. */
function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function busy(rooms: readonly RoomCard[], words: Words): string[] {
  const live = rooms.filter(({ count }) => count > 0);
  const people = live.reduce((sum, { count }) => sum + count, 0);
  return people > 0 ? [words.busy(people, live.length)] : [];
}

function roomDescription(card: RoomCard, interests: readonly InterestInfo[], words: Words): string {
  const talker = talkerIn(card);
  const who = [
    card.count > 0 ? words.inside(card.count) : words.quiet,
    ...(talker ? [words.talks(talker)] : []),
  ];
  const names = interests.map(({ names }) => names[words.language]);
  const what = [...names, languageName(card.language, words)].join(' · ');
  return words.sentences([who.join(words.language === 'zh' ? '，' : ', '), what]);
}
