import type { ParticipantId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import { folded } from '../searchTerms.ts';
import type { Participant } from './Participant.ts';

interface Wish {
  /** Found in the name, whatever case and accents. */
  readonly query?: string | undefined;
  /** Where a word of the name begins, and nowhere else. */
  readonly begins?: boolean | undefined;
  readonly after?: { readonly name: string; readonly id: ParticipantId } | undefined;
}

// Whoever changes anything about themselves is another object.
const known = new WeakMap<PersonInfo, string>();

/** A page of those in whose name something is found, by name; what comes behind somebody who may have left is found all the same. */
export function peopleNamed(people: Iterable<Participant>, { query = '', begins = false, after }: Wish) {
  const wanted = folded(query);
  const from = after && placeOf(folded(after.name), after.id);
  const found = [...people]
    .map((participant) => ({ participant, name: nameOf(participant.person) }))
    .filter(({ name }) => (begins ? hasWord(name, wanted) : name.includes(wanted)))
    .map(({ participant, name }) => ({ participant, place: placeOf(name, participant.id) }));
  const rest = firstOf(
    found.filter(({ place }) => from === undefined || place > from),
    limits.peoplePage + 1,
  );
  return {
    people: rest.slice(0, limits.peoplePage).map(({ participant }) => participant),
    count: found.length,
    more: rest.length > limits.peoplePage,
  };
}

/** The first of these in their order: thousands need not be put in order for a page of them. */
function firstOf<One extends { readonly place: string }>(all: readonly One[], most: number): One[] {
  const first: One[] = [];
  for (const one of all) {
    const last = first.length === most ? first.at(-1) : undefined;
    if (last && one.place > last.place) continue;
    first.splice(first.findLastIndex(({ place }) => place < one.place) + 1, 0, one);
    if (first.length > most) first.pop();
  }
  return first;
}

/** Nobody has the same as somebody else. */
function placeOf(name: string, id: ParticipantId): string {
  return `${name}\u0000${id}`;
}

function hasWord(name: string, beginning: string): boolean {
  return (
    name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(beginning)) || name.startsWith(beginning)
  );
}

function nameOf(person: PersonInfo): string {
  const name = known.get(person) ?? folded(person.name);
  known.set(person, name);
  return name;
}
