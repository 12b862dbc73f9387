import type { Catalog } from './words/catalog.ts';
import { en } from './words/en/index.ts';
import { fill, languageTags as tags } from './words/fill.ts';

type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type TextOf<Entry> = Entry extends string ? Entry : Entry extends { other: infer Other } ? Other : never;
type Values<Key extends WordKey> = Record<Names<TextOf<(typeof en)[Key]>>, string | number>;
type Given<Key extends WordKey> = keyof Values<Key> extends never ? [] : [Values<Key>];

/** The name of a sentence. */
export type WordKey = keyof typeof en;

/** Says some of the sentences, each with what it takes. */
export type Say<Some extends WordKey> = <Key extends Some>(key: Key, ...given: Given<Key>) => string;

const loaders = {
  en: async (): Promise<Catalog<typeof en>> => en,
  zh: async (): Promise<Catalog<typeof en>> => (await import('./words/zh/index.ts')).zh,
};

/** The languages of the screen. */
export type Language = keyof typeof loaders;

const storageKey = 'hobnob.language';

let language = $state<Language>('en');
let sentences = $state.raw<Catalog<typeof en>>(en);

/** The language of the screen right now. */
export function currentLanguage(): Language {
  return language;
}

/** Shows everything in another language, now and at the next visit. */
export async function useLanguage(next: Language): Promise<void> {
  sentences = await loaders[next]();
  language = next;
  document.documentElement.lang = tags[next];
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

/** The language chosen before, or else the one the browser prefers. */
export function preferredLanguage(): Language {
  let chosen: string | null = null;
  try {
    chosen = localStorage.getItem(storageKey);
  } catch {
    // Nothing was kept.
  }
  if (chosen === 'en' || chosen === 'zh') return chosen;
  const first = navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag));
  return first?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** A sentence in the language of the screen; a missing value is an error of the compiler. */
export function t<Key extends WordKey>(key: Key, ...[values]: Given<Key>): string {
  return fill(sentences[key], values ?? {}, tags[language]);
}

/** Names as one would say them: "Ann, Bo and Cy". */
export function listOf(names: readonly string[]): string {
  return new Intl.ListFormat(tags[language], { type: 'conjunction' }).format(names);
}

/** A language by its name in the language of the screen. */
export function languageName(tag: string): string {
  return new Intl.DisplayNames([tags[language]], { type: 'language' }).of(tag) ?? tag;
}

/** How large a file is. */
export function sizeOf(bytes: number): string {
  const [unit, per] = bytes < 1_000_000 ? (['kilobyte', 1_000] as const) : (['megabyte', 1_000_000] as const);
  const style = { style: 'unit', unit, maximumFractionDigits: bytes < 1_000_000 ? 0 : 1 } as const;
  return new Intl.NumberFormat(tags[language], style).format(Math.max(bytes / per, 0.1));
}

/** Asks for the year where it is not this one. */
function yearOf(at: number): { year?: 'numeric' } {
  return new Date(at).getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' };
}

/** The time of day. */
export function timeOfDay(at: number): string {
  return new Intl.DateTimeFormat(tags[language], {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}

/** A day and the time of it. */
export function momentOf(at: number): string {
  return new Intl.DateTimeFormat(tags[language], {
    ...yearOf(at),
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}

/** When something ends: the time, with the day where that is not today. */
export function untilWhen(at: number): string {
  return new Date(at).toDateString() === new Date().toDateString() ? timeOfDay(at) : momentOf(at);
}

/** When something was, as short as can be: the time of today, the day of before. */
export function shortMoment(at: number): string {
  const today = new Date(at).toDateString() === new Date().toDateString();
  if (today) return timeOfDay(at);
  return new Intl.DateTimeFormat(tags[language], { ...yearOf(at), day: 'numeric', month: 'short' }).format(
    at,
  );
}

/** A day, as told beside messages that are older than today. */
export function dayOf(at: number): string {
  return new Intl.DateTimeFormat(tags[language], {
    ...yearOf(at),
    day: 'numeric',
    month: 'long',
    weekday: 'long',
  }).format(at);
}

/** A month of a year, as when somebody came. */
export function monthOf(at: number): string {
  return new Intl.DateTimeFormat(tags[language], { month: 'long', year: 'numeric' }).format(at);
}
