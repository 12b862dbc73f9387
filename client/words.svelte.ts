import type { Catalog, Template } from './words/catalog.ts';
import { en } from './words/en/index.ts';

type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type TextOf<Entry> = Entry extends string ? Entry : Entry extends { other: infer Other } ? Other : never;
type Values<Key extends WordKey> = Record<Names<TextOf<(typeof en)[Key]>>, string | number>;

/** The name of a sentence. */
export type WordKey = keyof typeof en;

const loaders = {
  en: async (): Promise<Catalog<typeof en>> => en,
  zh: async (): Promise<Catalog<typeof en>> => (await import('./words/zh/index.ts')).zh,
};

/** The languages of the screen. */
export type Language = keyof typeof loaders;

const storageKey = 'hobnob.language';
const tags: Record<Language, string> = { en: 'en', zh: 'zh-Hans' };

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
export function t<Key extends WordKey>(
  key: Key,
  ...[values]: keyof Values<Key> extends never ? [] : [Values<Key>]
): string {
  const given: Record<string, string | number> = values ?? {};
  return choose(sentences[key], given).replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = given[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? new Intl.NumberFormat(tags[language]).format(value) : value;
  });
}

function choose(template: Template, values: Record<string, string | number>): string {
  if (typeof template === 'string') return template;
  const rule = new Intl.PluralRules(tags[language]).select(Number(values.count));
  return (rule === 'one' && template.one) || template.other;
}

/** Names as one would say them: "Ann, Bo and Cy". */
export function listOf(names: readonly string[]): string {
  return new Intl.ListFormat(tags[language], { type: 'conjunction' }).format(names);
}

/** A language by its name in the language of the screen. */
export function languageName(tag: string): string {
  return new Intl.DisplayNames([tags[language]], { type: 'language' }).of(tag) ?? tag;
}

/** The time of day. */
export function timeOfDay(at: number): string {
  return new Intl.DateTimeFormat(tags[language], {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(at);
}

/** A day and the time of it. */
export function momentOf(at: number): string {
  return new Intl.DateTimeFormat(tags[language], {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(at);
}

/** A day, as told beside messages that are older than today. */
export function dayOf(at: number): string {
  return new Intl.DateTimeFormat(tags[language], { day: 'numeric', month: 'long', weekday: 'long' }).format(
    at,
  );
}

/** A month of a year, as when somebody came. */
export function monthOf(at: number): string {
  return new Intl.DateTimeFormat(tags[language], { month: 'long', year: 'numeric' }).format(at);
}
