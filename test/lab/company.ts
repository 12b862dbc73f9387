import { setTimeout as sleep } from 'node:timers/promises';
import type { RoomInfo } from '../../protocol/room.ts';
import type { Span } from './ears.ts';
import { backAfter, type Fault, gaps, longestGap } from './hearing.ts';
import type { Person } from './Person.ts';

/** People who sit in one room and hear each other. */
export interface Company {
  readonly room: RoomInfo;
  readonly people: readonly Person[];
  /** Who of them speaks, where that is not everybody. */
  readonly speakers?: readonly Person[];
}

const patienceMs = 30_000;
// No promise of the lab takes longer than that where people come back by themselves.
const longMs = 8_000;

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
  const { room, people, speakers = people } = company;
  await Promise.all(people.map((person) => person.takeSeat(room, { speaks: speakers.includes(person) })));
  await hearEachOther(company);
}

/** Resolves when everybody hears whoever speaks. */
export async function hearEachOther(company: Company): Promise<void> {
  const since = Date.now();
  if ((await soundBack(company, { brokenAt: since, mendedAt: since })) === Number.POSITIVE_INFINITY) {
    throw new Error('They sit in one room and do not hear each other.');
  }
}

/**
 * Waits until everybody hears everybody without a break again, and gives how long after the mending the last of
 * them did: Infinity where that did not happen within half a minute.
 */
export async function soundBack(company: Company, fault: Fault): Promise<number> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const all = await directions(company, fault.brokenAt);
    const each = all.map(({ spans, until }) => backAfter(spans, fault, until));
    const last = Math.max(...each);
    if (last < Number.POSITIVE_INFINITY || Date.now() >= end) {
      // Whoever reads the figure wants to know where to look.
      if (last > longMs)
        for (const [index, it] of all.entries()) if (each[index] === last) complain(it, fault.brokenAt);
      return last;
    }
    await sleep(300);
  }
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

/** What somebody heard of somebody else. */
interface Direction {
  readonly ear: string;
  readonly mouth: string;
  readonly spans: readonly Span[];
  readonly until: number;
}

function complain({ ear, mouth, spans, until }: Direction, since: number): void {
  const silences = gaps(spans, since, until).map(
    ([from, to]) => `${Math.round(from - since)} to ${Math.round(to - since)}`,
  );
  console.error(
    `${ear} did not hear ${mouth} from ${silences.join(', ')} ms of ${Math.round(until - since)}.`,
  );
}

/** From whoever speaks to everybody else: what was heard since a moment. */
async function directions({ people, speakers = people }: Company, since: number): Promise<Direction[]> {
  const heard = await Promise.all(people.map((person) => person.hearing(since)));
  return people.flatMap((ear, index) =>
    speakers.flatMap((mouth) => {
      const { spans = {}, until = 0 } = heard[index] ?? {};
      return mouth === ear
        ? []
        : [{ ear: ear.name, mouth: mouth.name, spans: spans[mouth.tone] ?? [], until }];
    }),
  );
}
