import { setTimeout as sleep } from 'node:timers/promises';
import { countComings, countNewSeats, countSilences } from '../company.ts';
import type { Person } from '../Person.ts';
import { type Pair, withPairs } from './pairs.ts';
import { delicate, never, type Sample, type Scenario } from './Scenario.ts';

const deadMs = { whole: 60_000, brief: 20_000 };
const patienceMs = 15_000;
const lineCount = 3;

/** Signalling is cut for a minute, media is not. */
export const socketDead: Scenario = {
  name: 'socket-dead',
  what: 'TCP cut for 60 s while media flows, both sides writing',
  figures: {
    silences: delicate(never('a silence of 100 ms or more')),
    lines: never('a line of the chat missing, twice, or out of order'),
    comings: never('the other saw somebody leave or join'),
    seats: never('another seat than before'),
  },
  runs: 20,
  run: (lab, runs) => withPairs(lab, runs, (pair) => die(pair, lab.brief ? deadMs.brief : deadMs.whole)),
};

async function die({ link, ...pair }: Pair, forMs: number): Promise<Sample> {
  const { cut, stays } = pair;
  const brokenAt = Date.now();
  const known = (await stays.lines()).length;
  await link.cut('tcp');
  const written = await Promise.all([cut, stays].map((person) => writeLines(person, `${brokenAt}`)));
  await sleep(brokenAt + forMs - Date.now());
  await link.heal();
  const lines = await wrongLines([cut, stays], known, written.flat());
  // Coming back must not cost a packet either.
  await sleep(2_000);
  return {
    silences: await countSilences(pair, brokenAt),
    lines,
    comings: countComings([stays], brokenAt),
    seats: countNewSeats([cut]),
  };
}

async function writeLines(person: Person, run: string): Promise<string[]> {
  const lines = Array.from({ length: lineCount }, (_, index) => `${person.name} writes ${index} (${run})`);
  for (const line of lines) {
    await person.write(line);
    await sleep(1_000);
  }
  return lines;
}

/** How many lines are not, on everybody's page, once and where they are on the first one's. */
async function wrongLines(people: readonly Person[], known: number, written: string[]): Promise<number> {
  let wrong = Number.POSITIVE_INFINITY;
  for (const end = Date.now() + patienceMs; wrong > 0 && Date.now() < end; await sleep(200)) {
    const shown = await Promise.all(people.map(async (person) => (await person.lines()).slice(known)));
    const missing = shown.flatMap((lines) => written.filter((line) => !lines.includes(line)));
    const twice = shown.flatMap((lines) => lines.filter((line, index) => lines.indexOf(line) !== index));
    const moved = shown[0]?.filter((line, index) => shown.some((lines) => lines[index] !== line)) ?? [];
    wrong = new Set([...missing, ...twice, ...moved]).size;
  }
  return wrong;
}
