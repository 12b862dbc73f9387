import type { UserId } from '../../../../protocol/ids.ts';
import type { Named } from './nodes.ts';

const letter = /[\p{Script=Latin}\p{N}]/u;

/** So that nobody is taken for somebody whose name only begins alike. */
export function longestFirst<Person extends Named>(people: readonly Person[]): Person[] {
  return people.toSorted((a, b) => b.name.length - a.name.length);
}

/** Who is named by the `@` at this place; of people in the order of `longestFirst`. */
export function nameAt<Person extends Named>(
  text: string,
  at: number,
  people: readonly Person[],
): Person | undefined {
  return people.find(({ name }) => {
    const end = at + 1 + name.length;
    // Ann is not named by @Anna.
    const goesOn = letter.test(name.slice(-1)) && letter.test(text.slice(end, end + 1));
    return !goesOn && text.startsWith(name, at + 1);
  });
}

/** Everybody named in a text; of several with the same name all. */
export function namedIn(text: string, people: readonly Named[]): UserId[] {
  const sorted = longestFirst(people);
  const names = new Set<string>();
  for (const { index } of text.matchAll(/@/g)) {
    const found = nameAt(text, index, sorted);
    if (found) names.add(found.name);
  }
  return people.filter(({ name }) => names.has(name)).map(({ id }) => id);
}
