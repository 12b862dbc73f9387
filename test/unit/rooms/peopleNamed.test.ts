import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../../../protocol/limits.ts';
import { Participant } from '../../../server/rooms/Participant.ts';
import { peopleNamed } from '../../../server/rooms/peopleNamed.ts';
import { aGuest } from '../../contract/storeSamples.ts';

const called = (name: string) => Participant.arrive({ ...aGuest(), name }, 'visitor', 'visitor');
const namesOf = (people: readonly Participant[]) => people.map(({ person }) => person.name);

test('a name is found by a part of it, whatever case and accents', () => {
  const people = ['Zoë Müller', 'Ann', 'JÜRGEN', 'Muller', '李雷'].map(called);
  expect(namesOf(peopleNamed(people, { query: 'muller' }).people)).toEqual(['Muller', 'Zoë Müller']);
  expect(namesOf(peopleNamed(people, { query: 'jür' }).people)).toEqual(['JÜRGEN']);
  expect(namesOf(peopleNamed(people, { query: '雷' }).people)).toEqual(['李雷']);
  expect(peopleNamed(people, { query: 'bo' })).toEqual({ people: [], count: 0, more: false });
});

test('page by page everybody comes once, by name, also where many have the same', () => {
  const names = fc.array(fc.constantFrom('Ann', 'ann', 'Bo', 'Bö', 'Cy', '李雷'), { maxLength: 170 });
  fc.assert(
    fc.property(names, (all) => {
      const people = all.map(called);
      const seen: Participant[] = [];
      for (let more = true; more; ) {
        const last = seen.at(-1);
        const after = last && { name: last.person.name, id: last.id };
        const page = peopleNamed(people, { after });
        expect(page.count).toBe(people.length);
        expect(page.people.length).toBeLessThanOrEqual(limits.peoplePage);
        seen.push(...page.people);
        more = page.more;
      }
      expect(new Set(seen)).toEqual(new Set(people));
      expect(seen).toHaveLength(people.length);
      const order = ['ann', 'bo', 'cy', '李雷'];
      const places = seen.map(({ person }) => order.indexOf(person.name.toLowerCase().replace('ö', 'o')));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }),
  );
});

test('who renamed themselves is found by the new name, and who left is no hole in the list', () => {
  const people = Array.from({ length: 60 }, (_, index) => called(`P${String(index).padStart(2, '0')}`));
  const last = peopleNamed(people, {}).people.at(-1);
  if (!last) throw new Error('nobody');
  const rest = people.filter((one) => one !== last);
  const next = peopleNamed(rest, { after: { name: last.person.name, id: last.id } });
  expect(namesOf(next.people)[0]).toBe('P50');
  last.person = { ...last.person, name: 'Another' };
  expect(peopleNamed([last], { query: 'another' }).people).toEqual([last]);
  expect(peopleNamed([last], { query: 'p49' }).people).toEqual([]);
});

test('whoever is to be named is found where a word of the name begins, however many have it in the middle', () => {
  const many = Array.from({ length: limits.peoplePage + 10 }, (_, n) => called(`Adam ${n}`));
  const people = [...many, called('Maria'), called('Anna Maj'), called('MÁX')];
  const found = peopleNamed(people, { query: 'ma', begins: true });
  expect(namesOf(found.people)).toEqual(['Anna Maj', 'Maria', 'MÁX']);
  expect(namesOf(peopleNamed(people, { query: 'anna m', begins: true }).people)).toEqual(['Anna Maj']);
});
