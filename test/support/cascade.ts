import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { oklch } from '../../art/colours.ts';

type Properties = ReadonlyMap<string, string>;
/** Which of the two lights a page is in. */
export type Light = 'light' | 'dark';

const styles = join(import.meta.dirname, '../../client/styles');
const files = ['tokens.css', 'themes.css', 'interests.css', 'profile.css'];

const rules = files.flatMap((file) => {
  const text = readFileSync(join(styles, file), 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
  // What holds for small screens only has no colours.
  const [always = ''] = text.split('@media');
  return [...always.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selectors = '', body = '']) => ({
    selectors: selectors.split(/,\s*(?![^(]*\))/).map((selector) => selector.trim()),
    properties: [...body.matchAll(/(--[\w-]+)\s*:\s*([^;]+);/g)].map(
      ([, name = '', value = '']) => [name, value.replaceAll(/\s+/g, ' ').trim()] as const,
    ),
  }));
});

/**
 * The custom properties of an element that matches these selectors, inside elements that match the ones before. What
 * begins like a property is declared on the element itself.
 */
export function propertiesOf(...elements: readonly (readonly string[])[]): Properties {
  let inherited = new Map<string, string>();
  for (const matching of elements) {
    const own = new Map(
      rules
        .filter(({ selectors }) => selectors.some((selector) => matching.includes(selector)))
        .flatMap(({ properties }) => properties)
        .concat(matching.filter((it) => it.startsWith('--')).map((it) => it.split(':') as [string, string])),
    );
    // What an element declares is resolved on that element, and goes down as it is.
    const known = new Map([...inherited, ...own]);
    const resolved = [...own].map(([name, value]) => [name, substitute(value, known)] as const);
    inherited = new Map([...inherited, ...resolved]);
  }
  return inherited;
}

/** How far apart two of the colours are (WCAG). */
export function contrast(properties: Properties, one: string, other: string, light: Light): number {
  const [a, b] = [one, other].map((name) => luminance(colourOf(properties.get(name) ?? '', light)));
  const [dark = 0, bright = 0] = [a ?? 0, b ?? 0].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
}

function substitute(value: string, known: Properties): string {
  return value.replaceAll(/var\((--[\w-]+)\)/g, (_whole, name: string) => {
    const found = known.get(name);
    if (found === undefined) throw new Error(`nobody declares ${name}`);
    return substitute(found, known);
  });
}

function colourOf(value: string, light: Light): string {
  const [, name, inside = ''] = /^([\w-]+)\((.*)\)$/.exec(value) ?? [];
  if (name === 'light-dark') return colourOf(partsOf(inside, ',')[light === 'light' ? 0 : 1] ?? '', light);
  if (name !== 'oklch') throw new Error(`${value} is no colour that is known here`);
  const [lightness = 0, chroma = 0, hue = 0] = partsOf(inside, ' ').map(numberOf);
  return oklch(lightness, chroma, hue);
}

/** Cuts at a sign, but not inside brackets. */
function partsOf(text: string, sign: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === sign && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}

function numberOf(text: string): number {
  const [, sum] = /^calc\((.*)\)$/.exec(text) ?? [];
  if (sum === undefined) return Number(text);
  const [left = '', sign, right = ''] = partsOf(sum, ' ');
  const [a, b] = [numberOf(left), numberOf(right)];
  return sign === '*' ? a * b : sign === '+' ? a + b : a - b;
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
