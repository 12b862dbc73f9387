import type { UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import { isSeenAlike } from '../accounts/Guests.ts';
import type { EventRecord } from '../store/ScheduleStore.ts';

/** An event with another name in it; null where there is none to change. */
export function called(event: EventRecord, known: PersonInfo): EventRecord | null {
  const isOther = (person: PersonInfo) => person.id === known.id && !isSeenAlike(person, known);
  if (![event.author, ...event.people.map(({ person }) => person)].some(isOther)) return null;
  const now = (person: PersonInfo) => (person.id === known.id ? known : person);
  const people = event.people.map(({ person, role }) => ({ person: now(person), role }));
  return { ...event, author: now(event.author), people };
}

/** An event at which somebody is not on stage. */
export function withoutPerson(event: EventRecord, userId: UserId): EventRecord {
  return { ...event, people: event.people.filter(({ person }) => person.id !== userId) };
}
