import { setTimeout as sleep } from 'node:timers/promises';
import type { ParticipantInfo, RoomSnapshot } from '../../../protocol/room.ts';
import { countComings, countNewSeats, longestSilence, soundBack, takeSeats } from '../company.ts';
import type { Lab } from '../Lab.ts';
import type { Person } from '../Person.ts';
import { isAlive } from '../processes.ts';
import { type Crowd, gather } from './crowd.ts';
import { ms, never, type Sample, type Scenario } from './Scenario.ts';

const sizes = [3, 3];
const orphanMs = 2_000;
const handoverMs = 30_000;

const kept = {
  seats: never('another seat than before'),
  changed: never('somebody whose role or standing changed'),
};

/** The server's process is killed, and whatever looks after it starts it again. */
export const serverKill: Scenario = {
  name: 'server-kill',
  what: 'kill -9 of the server, 2 rooms, 6 people',
  figures: {
    back: ms('sound everywhere after the kill', 5_000),
    ...kept,
    orphans: never('a media worker left over after 2 s'),
  },
  runs: 20,
  run: (lab, runs) => repeat(lab, runs, kill),
};

/** A new version takes over while people talk. */
export const plannedRestart: Scenario = {
  name: 'planned-restart',
  what: 'SIGUSR2 to the supervisor, 2 rooms, 6 people',
  figures: {
    silence: ms('the longest silence', 1_000),
    ...kept,
    comings: never('somebody saw anybody leave or join'),
    stayed: never('the old process was still there after 30 s'),
  },
  runs: 20,
  run: (lab, runs) => repeat(lab, runs, handOver),
};

async function repeat(lab: Lab, runs: number, once: (crowd: Crowd) => Promise<Sample>): Promise<Sample[]> {
  const crowd = await gather(lab, sizes, { workers: 2, supervised: true });
  const samples: Sample[] = [];
  for (let run = 0; run < runs; run++) {
    const sample = await once(crowd);
    samples.push(sample);
    if (run === runs - 1 || !Object.values(sample).includes(Number.POSITIVE_INFINITY)) continue;
    // Nobody looked after it, or they did not find back: the next run begins from a clean start.
    await crowd.app.restart();
    for (const company of crowd.companies) await takeSeats(company);
  }
  return samples;
}

async function kill({ app, companies, people }: Crowd): Promise<Sample> {
  const before = people.map(standing);
  const workers = app.workerPids;
  const killedAt = Date.now();
  app.kill();
  await sleep(orphanMs);
  const orphans = workers.filter(isAlive).length;
  const fault = { brokenAt: killedAt, mendedAt: killedAt };
  const back = Math.max(...(await Promise.all(companies.map((company) => soundBack(company, fault)))));
  return { back, seats: countNewSeats(people), changed: countChanged(people, before), orphans };
}

async function handOver({ app, companies, people }: Crowd): Promise<Sample> {
  const before = people.map(standing);
  const old = app.serverPid;
  const begunAt = Date.now();
  process.kill(app.pid, 'SIGUSR2');
  while (isAlive(old) && Date.now() - begunAt < handoverMs) await sleep(100);
  const stayed = isAlive(old) ? 1 : 0;
  const fault = { brokenAt: begunAt, mendedAt: begunAt };
  const back = await Promise.all(companies.map((company) => soundBack(company, fault)));
  const silences = await Promise.all(companies.map((company) => longestSilence(company, begunAt)));
  return {
    silence: back.includes(Number.POSITIVE_INFINITY) ? Number.POSITIVE_INFINITY : Math.max(...silences),
    seats: countNewSeats(people),
    changed: countChanged(people, before),
    comings: countComings(people, begunAt),
    stayed,
  };
}

/** All that a room knows of somebody and of itself, beside what comes and goes with lines and tracks. */
function standing({ snapshots }: Person): string {
  const snapshot = snapshots.at(-1);
  const self = snapshot?.participants.find(({ id }) => id === snapshot.selfId);
  return JSON.stringify([self && lasting(self), snapshot && roomOf(snapshot)]);
}

function lasting({ connected: _, producers: __, ...rest }: ParticipantInfo) {
  return rest;
}

function roomOf({ room }: RoomSnapshot) {
  return room;
}

function countChanged(people: readonly Person[], before: readonly string[]): number {
  return people.filter((person, index) => standing(person) !== before[index]).length;
}
