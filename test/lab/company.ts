import { setTimeout as sleep } from 'node:timers/promises';
import type { RoomInfo } from '../../protocol/room.ts';
import type { Span } from './ears.ts';
import { backAfter, type Fault, gaps, longestGap } from './hearing.ts';
import type { Person } from './Person.ts';

/** People who sit in one room and hear each other. */
export interface Company {
  readonly room: RoomInfo;
  readonly people: readonly Person[];
}

// Sound is back when it has lasted for so long: what returns and breaks off again is not back.
const calmMs = 2_500;
const patienceMs = 30_000;

/** The first of them opens a room; all step in, and have heard each other when this resolves. */
export async function seat(people: readonly Person[]): Promise<Company> {
  const [first] = people;
  if (!first) throw new Error('Nobody is there.');
  const company = { room: await first.makeRoom(), people };
  await takeSeats(company);
  return company;
}

/** Everybody loads the page anew and steps in: after what they could not come back from by themselves. */
export async function takeSeats(company: Company): Promise<void> {
  const since = Date.now();
  for (const person of company.people) await person.takeSeat(company.room);
  if (!(await calm(company, since)).reached)
    throw new Error('They sit in one room and do not hear each other.');
}

/**
 * Waits until everybody hears everybody without a break again, and gives how long after the mending the last of
 * them did: Infinity where that did not happen within half a minute.
 */
export async function soundBack(company: Company, fault: Fault): Promise<number> {
  // Judged by what was found calm: by the time of another look something else may have happened.
  const { all } = await calm(company, fault.mendedAt, fault.brokenAt);
  const each = all.map((direction) => ({
    ...direction,
    back: backAfter(direction.spans, fault, direction.until),
  }));
  for (const { ear, mouth, spans, until, back } of each) {
    // Whoever reads the figure wants to know where to look.
    if (back === Number.POSITIVE_INFINITY) console.error(`${ear} ${missing(mouth, spans, until)}`);
  }
  return Math.max(...each.map(({ back }) => back));
}

/** The longest silence from anybody to anybody since a moment. */
export async function longestSilence(company: Company, since: number): Promise<number> {
  const all = await directions(company, since);
  return Math.max(...all.map(({ spans, until }) => longestGap(spans, since, until)));
}

/** How often anybody did not hear somebody since a moment. */
export async function countSilences(company: Company, since: number): Promise<number> {
  const all = await directions(company, since);
  return all.reduce((sum, { spans, until }) => sum + gaps(spans, since, until).length, 0);
}

/** How often somebody was told since a moment that another one came or went. */
export function countComings(people: readonly Person[], since: number): number {
  const names = ['room:participantJoined', 'room:participantLeft'];
  return people.reduce((sum, person) => sum + person.told(since, ...names).length, 0);
}

/** How many of them do not sit where they sat first. */
export function countNewSeats(people: readonly Person[]): number {
  return people.filter(({ snapshots }) => snapshots.at(-1)?.selfId !== snapshots[0]?.selfId).length;
}

/** Waits for everybody to hear everybody without a break; gives what was heard since `from` by then. */
async function calm(company: Company, since: number, from = since) {
  const end = Date.now() + patienceMs;
  for (;;) {
    const all = await directions(company, from);
    const reached = all.every(
      ({ spans, until }) => until - since > calmMs && gaps(spans, until - calmMs, until).length === 0,
    );
    if (reached || Date.now() >= end) return { all, reached };
    await sleep(300);
  }
}

/** What is to be said of a silence that did not end. */
function missing(mouth: string, spans: readonly Span[], until: number): string {
  const last = spans.at(-1);
  const since = last ? `for ${Math.round(until - last[1])} ms` : 'at all';
  const breaks = gaps(spans, until - calmMs, until).map(([from, to]) => Math.round(to - from));
  return `has not heard ${mouth} ${since}; silences in the last ${calmMs} ms: ${breaks.join(', ')} ms.`;
}

/** From everybody to everybody else: what was heard since a moment. */
async function directions({ people }: Company, since: number) {
  const heard = await Promise.all(people.map((person) => person.hearing(since)));
  return people.flatMap((ear, index) =>
    people.flatMap((mouth) => {
      const { spans = {}, until = 0 } = heard[index] ?? {};
      return mouth === ear
        ? []
        : [{ ear: ear.name, mouth: mouth.name, spans: spans[mouth.tone] ?? [], until }];
    }),
  );
}
