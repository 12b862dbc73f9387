import { setTimeout as sleep } from 'node:timers/promises';
import { type Company, countComings, countSilences, seat, soundBack } from '../company.ts';
import type { Lab } from '../Lab.ts';
import { type Crowd, gather } from './crowd.ts';
import { delicate, ms, never, type Sample, type Scenario } from './Scenario.ts';

const sizes = [3, 3, 2, 2];
const emptyPauseSeconds = 15;
const events = [
  'room:ended',
  'room:participantJoined',
  'room:participantLeft',
  'media:producerAdded',
  'media:producerRemoved',
];

/** One of two media workers is killed under four rooms. */
export const workerKill: Scenario = {
  name: 'worker-kill',
  what: 'kill -9 of one of 2 workers, 4 rooms, 10 people',
  figures: {
    back: ms('sound in its rooms after the kill', 2_000),
    comings: never('somebody there saw anybody leave or join'),
    silences: delicate(never('a silence of 100 ms or more in another room')),
    lost: never('a packet lost in another room'),
    events: never('an event in another room'),
  },
  runs: 20,
  run,
};

async function run(lab: Lab, runs: number): Promise<Sample[]> {
  const env = { ROOM_EMPTY_PAUSE: String(emptyPauseSeconds) };
  const crowd = await gather(lab, sizes, { workers: 2, env });
  const samples: Sample[] = [];
  let companies = crowd.companies;
  for (let run = 0; run < runs; run++) {
    if (run > 0) companies = await reopen(crowd, companies);
    samples.push(await kill(crowd, companies, run));
  }
  return samples;
}

async function kill({ app }: Crowd, companies: readonly Company[], run: number): Promise<Sample> {
  const ports = await portsOf(companies);
  const port = ports[run % ports.length];
  if (port === undefined) throw new Error('There are no rooms.');
  const pid = await app.workerAt(port);
  const its = companies.filter((_, index) => ports[index] === port);
  const others = companies.filter((_, index) => ports[index] !== port);
  const bystanders = others.flatMap(({ people }) => people);
  const lostBefore = await lostPackets(others);

  const killedAt = Date.now();
  process.kill(pid, 'SIGKILL');
  const fault = { brokenAt: killedAt, mendedAt: killedAt };
  const back = Math.max(...(await Promise.all(its.map((company) => soundBack(company, fault)))));
  const silences = await Promise.all(others.map((company) => countSilences(company, killedAt)));
  return {
    back,
    comings: countComings(
      its.flatMap(({ people }) => people),
      killedAt,
    ),
    silences: sum(silences),
    lost: (await lostPackets(others)) - lostBefore,
    events: sum(bystanders.map((person) => person.told(killedAt, ...events).length)),
  };
}

/** New rooms for each death: they are spread over all workers, and none of them is known for deaths of before. */
async function reopen(crowd: Crowd, companies: readonly Company[]): Promise<readonly Company[]> {
  await Promise.all(crowd.people.map((person) => person.goTo('/')));
  // A room that is about to close still counts for its worker.
  await sleep((emptyPauseSeconds + 2) * 1000);
  const opened: Company[] = [];
  for (const { people } of companies) opened.push(await seat(people));
  return opened;
}

/** For each room the port at which its worker receives. */
function portsOf(companies: readonly Company[]): Promise<number[]> {
  return Promise.all(companies.map(({ people }) => people[0]?.mediaPort() ?? 0));
}

async function lostPackets(companies: readonly Company[]): Promise<number> {
  const people = companies.flatMap((company) => company.people);
  return sum(await Promise.all(people.map((person) => person.lostPackets())));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
