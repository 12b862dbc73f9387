import { setTimeout as sleep } from 'node:timers/promises';
import { type Company, countComings, countNewSeats, countSilences, soundBack } from '../company.ts';
import type { Lab } from '../Lab.ts';
import { type Chatting, type ChatVerdict, Evening, nodesOf } from '../nodes/Evening.ts';
import { part, rejoin } from '../nodes/part.ts';
import type { LabNode } from '../nodes/TwoNodes.ts';
import { delicate, type Figure, ms, never, type Sample, type Scenario } from './Scenario.ts';

/** What befalls a house of two nodes. */
export interface NodesScenario extends Scenario {
  /** Once, among people who have just sat down. */
  befall(evening: Evening): Promise<Sample>;
}

// Longer than the desk's lease lasts.
const awayMs = { whole: 6_000, brief: 4_000 };
const listenMs = { whole: 10_000, brief: 3_000 };
const partedMs = 10_000;
const inBrief = ({ brief }: Evening, { whole, brief: less }: typeof awayMs) => (brief ? less : whole);
const figuresOfChat = {
  lost: never('an acknowledged line lost'),
  twice: never('a line stored or shown twice'),
  disordered: never('a line not shown to all, or not in one order'),
  two: never('a change written by a node that is not the desk'),
};
const unnoticed = {
  silences: delicate(never('a silence of 100 ms or more')),
  comings: never('somebody saw anybody leave or join'),
};

function nodesScenario(
  { name, what, figures }: Pick<Scenario, 'name' | 'what' | 'figures'>,
  befall: NodesScenario['befall'],
): NodesScenario {
  return {
    ...{ name, what, figures, befall, runs: 10 },
    async run(lab: Lab, runs: number) {
      const evening = await Evening.open(lab);
      try {
        const samples: Sample[] = [];
        while (samples.length < runs) {
          await evening.begin();
          samples.push(await befall(evening));
        }
        return samples;
      } finally {
        await evening.close();
      }
    },
  };
}

const apart = nodesScenario(
  {
    name: 'nodes-apart',
    what: 'two nodes, a stage of 4 and 2 rooms of 2',
    figures: {
      // By what each node has to do, and on a busy machine that is chance.
      together: delicate(never('both rooms on one node')),
      narrow: delicate(never('a stage whose listeners are all on one node')),
      ...unnoticed,
    },
  },
  async (evening) => {
    const { stage, rooms, companies, people } = evening;
    const [one, other] = await Promise.all(rooms.map(nodesOf));
    const since = Date.now();
    await sleep(inBrief(evening, listenMs));
    return {
      together: one && other && one.size === 1 && other.size === 1 && one.isDisjointFrom(other) ? 0 : 1,
      narrow: (await nodesOf(stage)).size === 2 ? 0 : 1,
      silences: await silencesIn(companies, since),
      comings: countComings(people, since),
    };
  },
);

const figuresOfKill: Readonly<Record<string, Figure>> = {
  back: ms('sound everywhere after that', 8_000),
  seats: never('another seat than before'),
  ...figuresOfChat,
};

const standbyKill = nodesScenario(
  {
    name: 'nodes-standby-kill',
    what: 'kill -9 of everything on the node that stands by, by which all came, with media of 2 of 3 rooms',
    figures: { ...figuresOfKill, silences: delicate(never('a silence of 100 ms or more in the other room')) },
  },
  async (evening) => {
    const { standby } = await evening.nodes.settled();
    const touched = await evening.companiesOn(standby);
    if (touched.length === 0) throw new Error('Nothing would be lost: no media is on that node.');
    const others = evening.companies.filter((company) => !touched.includes(company));
    // Whoever loses the line in the same moment as what they listen on cannot be told of that.
    await evening.comeBy(standby);
    return await kill(evening, standby, others);
  },
);

const deskKill = nodesScenario(
  {
    name: 'nodes-desk-kill',
    what: 'kill -9 of everything on the node that has the house, 3 rooms on both',
    figures: figuresOfKill,
  },
  async (evening) => await kill(evening, (await evening.nodes.settled()).desk),
);

/** Kills a node; those others must not hear of it. */
async function kill(evening: Evening, { app }: LabNode, others: readonly Company[] = []): Promise<Sample> {
  const chat = await evening.chat();
  await sleep(1_000);
  const killedAt = Date.now();
  await app.close();
  const back = await backEverywhere(evening, killedAt);
  const silences = await silencesIn(others, killedAt);
  const seats = countNewSeats(evening.people);
  const verdict = await chat.end();
  await app.restart();
  return { back, seats, silences, ...verdict };
}

const withoutRedis = nodesScenario(
  {
    name: 'nodes-redis',
    what: 'Redis killed for 6 s, then hanging for 6 s',
    figures: {
      ...unnoticed,
      pause: ms('the longest time without an acknowledged line', 1_000),
      ...figuresOfChat,
      moved: never('another node or process has the house'),
    },
  },
  async (evening) => {
    const { redis } = evening.nodes;
    return await unmoved(evening, async () => {
      await redis.end();
      await sleep(inBrief(evening, awayMs));
      await redis.go();
      await evening.nodes.settled();
      redis.hang();
      await sleep(inBrief(evening, awayMs));
      redis.goOn();
      await sleep(1_000);
    });
  },
);

const withoutPostgres = nodesScenario(
  {
    name: 'nodes-postgres',
    what: 'PostgreSQL killed for 6 s, somebody writes meanwhile',
    figures: {
      ...unnoticed,
      back: ms('what was written meanwhile is on every page after it is back', 5_000),
      again: never('it is on a page twice'),
      ...figuresOfChat,
      moved: never('another node or process has the house'),
    },
  },
  async (evening) => {
    const { postgres } = evening.nodes;
    const [room] = evening.rooms;
    const [author] = room?.people ?? [];
    if (!room || !author) throw new Error('Nobody is there.');
    const line = `Written without PostgreSQL at ${Date.now()}`;
    let back = Number.POSITIVE_INFINITY;
    const sample = await unmoved(evening, async () => {
      await postgres.end('SIGKILL');
      await author.write(line);
      await sleep(inBrief(evening, awayMs));
      await postgres.go();
      const mendedAt = Date.now();
      await Promise.all(room.people.map((person) => person.page.getByText(line).first().waitFor()));
      back = Date.now() - mendedAt;
      await sleep(2_000);
    });
    const shown = await Promise.all(room.people.map((person) => person.lines()));
    const again = shown.filter((lines) => lines.filter((each) => each === line).length !== 1).length;
    return { ...sample, back, again };
  },
);

const lineCut = nodesScenario(
  {
    name: 'nodes-line-cut',
    what: 'nothing gets from one node to the other for 10 s',
    figures: {
      back: ms('sound everywhere after the cut', 8_000),
      later: delicate(never('a silence of 100 ms or more when the line is back')),
      seats: never('another seat than before'),
      ...figuresOfChat,
      moved: never('another node or process has the house'),
    },
  },
  async (evening) => {
    const [one, other] = evening.nodes.all;
    if (!one || !other) throw new Error('There are no two nodes.');
    let back = Number.POSITIVE_INFINITY;
    let later = Number.POSITIVE_INFINITY;
    const sample = await unmoved(evening, async () => {
      const cutAt = Date.now();
      await part(one.host, other.host);
      back = await backEverywhere(evening, cutAt);
      await sleep(Math.max(0, cutAt + partedMs - Date.now()));
      const mendedAt = Date.now();
      await rejoin(one.host, other.host);
      await evening.nodes.settled();
      await sleep(2_000);
      later = await silencesIn(evening.companies, mendedAt);
    });
    return { ...sample, back, later, seats: countNewSeats(evening.people) };
  },
);

/** Something happens while people talk and write, by which nobody is moved. */
async function unmoved(evening: Evening, happens: () => Promise<void>): Promise<Sample & ChatVerdict> {
  const { desk } = await evening.nodes.settled();
  const { serverPid } = desk.app;
  const chat: Chatting = await evening.chat();
  const since = Date.now();
  await happens();
  const [silences, comings] = [
    await silencesIn(evening.companies, since),
    countComings(evening.people, since),
  ];
  const verdict = await chat.end();
  const isSame = (await evening.nodes.settled()).desk === desk && desk.app.serverPid === serverPid;
  return { silences, comings, pause: chat.longestPause(since), ...verdict, moved: isSame ? 0 : 1 };
}

async function backEverywhere({ companies }: Evening, brokenAt: number): Promise<number> {
  const fault = { brokenAt, mendedAt: brokenAt };
  return Math.max(...(await Promise.all(companies.map((company) => soundBack(company, fault)))));
}

async function silencesIn(companies: readonly Company[], since: number): Promise<number> {
  const counts = await Promise.all(companies.map((company) => countSilences(company, since)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** In their order these can happen in one evening: the last ones move people. */
export const nodesInOneEvening: readonly NodesScenario[] = [
  apart,
  withoutRedis,
  withoutPostgres,
  standbyKill,
  deskKill,
];

/** What happens to a house of two machines. */
export const nodes: readonly NodesScenario[] = [...nodesInOneEvening, lineCut];
