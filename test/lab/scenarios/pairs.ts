import { setTimeout as sleep } from 'node:timers/promises';
import { type Company, seat, takeSeats } from '../company.ts';
import type { Lab } from '../Lab.ts';
import type { Link } from '../Link.ts';
import type { Person } from '../Person.ts';
import type { Sample } from './Scenario.ts';

/** Two in a room: one whose line is broken, and one who stays. */
export interface Pair extends Company {
  readonly cut: Person;
  readonly stays: Person;
  readonly link: Link;
}

// More pages than this and two cores are busy with the pages.
const most = 4;
const weather = { delayMs: 20 };

/** Has pairs of people meet, each with a line of its own to break, and breaks them side by side. */
export async function withPairs(
  lab: Lab,
  runs: number,
  breakLine: (pair: Pair) => Promise<Sample>,
): Promise<Sample[]> {
  const server = await lab.host('server');
  const still = await lab.host('still');
  await lab.link(still, server, weather);
  await lab.serve(server, { workers: 2 });
  const pairs: Pair[] = [];
  for (let index = 0; index < Math.min(runs, most); index++) {
    const host = await lab.host(`cut-${index}`);
    const link = await lab.link(host, server, weather);
    const cut = await lab.visit(host, `Cut ${index}`);
    const stays = await lab.visit(still, `Still ${index}`);
    pairs.push({ ...(await seat([cut, stays])), cut, stays, link });
  }
  // Bringing them all together was work: what is measured begins when that is over.
  await sleep(2_000);

  const samples: Sample[] = [];
  for (let left = runs; left > 0; left -= pairs.length) {
    const round = await Promise.all(pairs.slice(0, left).map((pair) => measure(pair, breakLine)));
    samples.push(...round);
  }
  return samples;
}

async function measure(pair: Pair, breakLine: (pair: Pair) => Promise<Sample>): Promise<Sample> {
  const sample = await breakLine(pair);
  // Whoever did not come back would not be there for the next run.
  if (sample.back === Number.POSITIVE_INFINITY) await takeSeats(pair);
  return sample;
}
