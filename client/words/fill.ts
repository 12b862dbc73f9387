import type { Template } from './catalog.ts';

/** The languages of the screen, by the tags that browsers know them by. */
export const languageTags = { en: 'en', zh: 'zh-Hans' } as const;

/** Puts values into a sentence, written as one does in that language. */
export function fill(
  template: Template,
  values: Readonly<Record<string, string | number>>,
  tag: string,
): string {
  return choose(template, values, tag).replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? new Intl.NumberFormat(tag).format(value) : value;
  });
}

function choose(
  template: Template,
  { count }: Readonly<Record<string, string | number>>,
  tag: string,
): string {
  if (typeof template === 'string') return template;
  const rule = new Intl.PluralRules(tag).select(Number(count));
  return (rule === 'one' && template.one) || template.other;
}
