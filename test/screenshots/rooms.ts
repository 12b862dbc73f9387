import type { Stamp } from '../../protocol/lines.ts';
import type { Profile } from '../../protocol/profile.ts';

/** Somebody in a demo room. */
export interface DemoPerson {
  readonly name: string;
  /** The seed of their picture. */
  readonly avatar: string;
  /** Speaks, in a real page; the others listen, over a socket of their own. */
  readonly talks?: boolean;
  /** What their camera shows: a kind of room and the hue of its wall. */
  readonly camera?: { readonly pattern: string; readonly hue: number };
  /** What they say about themselves, where `interests` and the wallpaper are words. */
  readonly page?: Omit<Profile, 'interests' | 'theme'> & {
    readonly interests: readonly string[];
    readonly theme: Omit<Profile['theme'], 'wallpaper'> & { readonly wallpaper: string };
  };
}

/** A demo room; the first of its people opens it. */
export interface DemoRoom {
  readonly name: string;
  readonly topic: string;
  readonly interests: readonly string[];
  readonly language: string;
  readonly people: readonly DemoPerson[];
}

const priya: DemoPerson['page'] = {
  bio: 'Planets, mostly. I keep the observatory lit on clear nights. Ask me about rings, or about dosa.',
  pronouns: 'she/her',
  city: 'Coimbatore',
  languages: ['en', 'pt'],
  interests: ['astronomy', 'cooking', 'languages'],
  theme: { base: 'device', accent: 'lagoon', wallpaper: 'astronomy' },
};

const quiet = (...names: string[]): DemoPerson[] =>
  names.map((name) => ({ name, avatar: Buffer.from(name).toString('base64url').slice(0, 40) }));

/** The room that is looked into, with four cameras. */
export const observatory: DemoRoom = {
  name: 'Backyard observatory',
  topic: 'Saturn is up. Bring your eyepieces.',
  interests: ['astronomy'],
  language: 'en',
  people: [
    {
      ...{ name: 'Priya Raman', avatar: 'face-34', talks: true },
      ...{ camera: { pattern: 'astronomy', hue: 285 }, page: priya },
    },
    { name: 'Tomasz Wilk', avatar: 'face-40', camera: { pattern: 'language', hue: 40 } },
    { name: '林晓雨', avatar: 'face-67', camera: { pattern: 'gardening', hue: 150 } },
    { name: 'Amara Okafor', avatar: 'face-31', talks: true, camera: { pattern: 'cooking', hue: 75 } },
    { name: 'Solveig Aune', avatar: 'face-26' },
    { name: 'Yuki Tanabe', avatar: 'face-10' },
    { name: 'Mateo Quispe', avatar: 'face-12' },
    { name: 'Kwame Mensah', avatar: 'face-41' },
    { name: 'Harpreet Singh', avatar: 'face-58' },
  ],
};

/** The other rooms of the house. */
export const otherRooms: readonly DemoRoom[] = [
  {
    name: 'Sourdough before sunrise',
    topic: 'Scoring, and why mine never opens',
    interests: ['baking'],
    language: 'fr',
    people: [
      { name: 'Élodie Marchand', avatar: 'face-36', talks: true },
      ...quiet('Bram', 'Noor Haddad', 'Jip'),
    ],
  },
  {
    name: '今晚学做葱油拌面',
    topic: '边做边聊，新手也来',
    interests: ['cooking'],
    language: 'zh',
    people: [{ name: '周明', avatar: 'face-14', talks: true }, ...quiet('阿宁', '小鹿', '陈陈', '大海')],
  },
  {
    name: 'Slab climbing, no shouting',
    topic: 'Footwork clinic for beginners',
    interests: ['bouldering'],
    language: 'en',
    people: quiet('Ines', 'Kofi', 'Mara Lind'),
  },
  {
    name: 'Tausch: Deutsch und Español',
    topic: 'Halbe Stunde so, halbe Stunde anders',
    interests: ['languages'],
    language: 'de',
    people: quiet('Jonas', 'Lucía Ferrer', 'Antje', 'Diego'),
  },
  {
    name: 'Side B',
    topic: 'One record, then we talk',
    interests: ['vinyl'],
    language: 'en',
    people: quiet('Otis', 'Wren'),
  },
  {
    name: 'Café y sintetizadores',
    topic: 'Filtros, ruido y un Juno roto',
    interests: ['synths'],
    language: 'es',
    people: quiet('Camila', 'Rafa', 'Nuria', 'Teo', 'Abril', 'Iker'),
  },
  {
    name: 'Watching the feeder',
    topic: 'Goldfinches, mostly',
    interests: ['birding'],
    language: 'en',
    people: quiet('Hazel', 'Aoife'),
  },
  {
    name: '8-bit lunch break',
    topic: '',
    interests: ['retro'],
    language: 'en',
    people: quiet('Pixel Pete', 'Sana', 'Lev'),
  },
  {
    name: 'First frogging of the season',
    topic: 'Rip it, rip it',
    interests: ['knitting'],
    language: 'en',
    people: quiet('Maeve', 'Oluchi', 'Britt'),
  },
];

/** What is said in the observatory's chat: who by their place in the room, and what. */
export const conversation: readonly (readonly [person: number, text: string])[] = [
  [4, 'Clear in Tromsø for once. Aurora forecast says 6.'],
  [1, 'Take us with you. Prop the phone on the windowsill.'],
  [0, 'Best 40 of 900 frames, just now: https://example.org/saturn.png'],
  [5, 'Inês, you asked about the 2x Barlow. This is with one.'],
  [2, '太美了，环缝看得清清楚楚。'],
  [3, 'The Cassini division! I can count it.'],
];

/** What those who listen put under the lines of that conversation. */
export const stampedLines: readonly (readonly [seq: number, stamp: Stamp])[] = [
  [1, 'spark'],
  [3, 'heart'],
  [3, 'flame'],
];

/** Whoever is on stage, after the first, who looks on. */
export const speakers: readonly DemoPerson[] = [
  { name: 'Mateo Quispe', avatar: 'face-12' },
  { name: 'Solveig Aune', avatar: 'face-26', talks: true, camera: { pattern: 'film', hue: 30 } },
  { name: 'Kwame Mensah', avatar: 'face-41', talks: true, camera: { pattern: 'vinyl', hue: 320 } },
];

/** Who listens to them. */
export const audience: readonly DemoPerson[] = [
  { name: 'Yuki Tanabe', avatar: 'face-10' },
  { name: 'Harpreet Singh', avatar: 'face-58' },
  ...quiet(
    'Nuria',
    'Teo',
    'Abril',
    'Iker',
    'Hazel',
    'Aoife',
    'Jonas',
    'Antje',
    'Otis',
    'Wren',
    'Sana',
    'Lev',
  ),
  ...quiet('Bram', 'Jip', 'Kofi', 'Mara Lind', '小鹿', '陈陈', 'Diego', 'Camila', 'Rafa', 'Maeve', 'Oluchi'),
];
