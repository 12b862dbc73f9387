import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Company, countComings, countNewSeats, longestSilence, seat, soundBack } from '../company.ts';
import type { Lab } from '../Lab.ts';
import type { Person } from '../Person.ts';
import { isAlive } from '../processes.ts';
import { type Crowd, gather } from './crowd.ts';
import { ms, never, type Sample, type Scenario } from './Scenario.ts';

// One of the first room is removed before anything happens, and must stay so.
const sizes = [4, 3];
const orphanMs = 2_000;
const handoverMs = 30_000;

const kept = {
  seats: never('another seat than before'),
  changed: never('a role, hand, lock or ban that is not as before'),
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

interface Meeting extends Crowd {
  /** How many roles, hands, locks and bans are not as they were settled. */
  countChanged(): Promise<number>;
}

async function repeat(
  lab: Lab,
  runs: number,
  once: (meeting: Meeting) => Promise<Sample>,
): Promise<Sample[]> {
  const crowd = await gather(lab, sizes, { workers: 2, supervised: true });
  let meeting = await settle(crowd);
  const samples: Sample[] = [];
  for (let run = 0; run < runs; run++) {
    const sample = await once(meeting);
    samples.push(sample);
    if (run === runs - 1 || !Object.values(sample).includes(Number.POSITIVE_INFINITY)) continue;
    // Nobody looked after it, or they did not find back: the next run begins in new rooms.
    await crowd.app.restart();
    const companies: Company[] = [];
    for (const { people } of crowd.companies) companies.push(await seat(people));
    meeting = await settle({ ...crowd, companies });
  }
  return samples;
}

/** In the first room somebody is banned, somebody raises a hand, and then it is locked. */
async function settle(crowd: Crowd): Promise<Meeting> {
  const [first, ...rest] = crowd.companies;
  const [host, eager, ...others] = first?.people ?? [];
  const outcast = others.pop();
  if (!first || !host || !eager || !outcast) throw new Error('Too few people came.');
  await host.request('moderation:remove', { participantId: outcast.participantId, ban: true });
  await eager.request('participant:setHand', { raised: true });
  await host.request('room:lock', { locked: true });
  const companies = [{ ...first, people: [host, eager, ...others] }, ...rest];
  const people = companies.flatMap((company) => company.people);
  const inFirst = [host, eager, ...others];
  const settled = people.map((person) => {
    const { role } = standing(person) ?? {};
    return { role, hand: person === eager, locked: inFirst.includes(person), silenced: false };
  });
  return {
    ...crowd,
    companies,
    people,
    async countChanged() {
      const changed = people.filter((person, index) => !isDeepStrictEqual(standing(person), settled[index]));
      const { removed } = await host.request('moderation:removed', {});
      return changed.length + (removed.length === 1 ? 0 : 1);
    },
  };
}

/** What the room knew of somebody and of itself when they came in or back. */
function standing({ snapshots, participantId }: Person) {
  const snapshot = snapshots.at(-1);
  const self = snapshot?.participants.find(({ id }) => id === participantId);
  if (!snapshot || !self) return undefined;
  const { role, handRaisedAt } = self;
  return { role, hand: handRaisedAt !== null, locked: snapshot.room.locked, silenced: snapshot.silenced };
}

async function kill({ app, companies, people, countChanged }: Meeting): Promise<Sample> {
  const workers = app.workerPids;
  const killedAt = Date.now();
  app.kill();
  await sleep(orphanMs);
  const orphans = workers.filter(isAlive).length;
  const fault = { brokenAt: killedAt, mendedAt: killedAt };
  const back = Math.max(...(await Promise.all(companies.map((company) => soundBack(company, fault)))));
  return { back, seats: countNewSeats(people), changed: await countChanged(), orphans };
}

async function handOver({ app, companies, people, countChanged }: Meeting): Promise<Sample> {
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
    changed: await countChanged(),
    comings: countComings(people, begunAt),
    stayed,
  };
}
