import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../App.ts';
import { judge, readStored } from '../chat/history.ts';
import { Writer } from '../chat/Writer.ts';
import type { Host } from '../Host.ts';
import type { Lab } from '../Lab.ts';
import type { Link } from '../Link.ts';
import { never, type Sample, type Scenario } from './Scenario.ts';

const writers = 10;
const linesEach = { whole: 200, brief: 40 };
const everyMs = 40;
const kills = { whole: 3, brief: 1 };
const killEveryMs = 5_000;
// Some end before anybody noticed, some after the socket was given up.
const shortestCutMs = 200;
const longestCutMs = 2_500;
const longestPauseMs = 8_000;

/** Ten people write while their lines break at random and the server is killed again and again. */
export const chatOnce: Scenario = {
  name: 'chat-once',
  what: 'chat of 10 senders, 2,000 lines, random cuts, 3 server kills',
  figures: {
    lost: never('an acknowledged line lost'),
    twice: never('a line stored or shown twice'),
    disordered: never('a line not shown to all, or not in one order'),
  },
  runs: 20,
  run,
};

async function run(lab: Lab, runs: number): Promise<Sample[]> {
  const server = await lab.host('server');
  const app = await lab.serve(server);
  const ends: { host: Host; link: Link }[] = [];
  for (let index = 0; index < writers; index++) {
    const host = await lab.host(`writer-${index}`);
    ends.push({ host, link: await lab.link(host, server, { delayMs: 20 }) });
  }
  const samples: Sample[] = [];
  for (let run = 0; run < runs; run++) samples.push(await chat(lab, app, ends));
  return samples;
}

async function chat(lab: Lab, app: App, ends: readonly { host: Host; link: Link }[]): Promise<Sample> {
  const people: Writer[] = [];
  for (const [index, { host }] of ends.entries()) {
    const name = `Writer ${index}`;
    people.push(await Writer.enter(host, { url: lab.url, name, slug: people[0]?.slug ?? null }));
  }
  let over = false;
  const lines = lab.brief ? linesEach.brief : linesEach.whole;
  const writing = Promise.all(people.map((person) => person.write(lines, everyMs))).finally(() => {
    over = true;
  });
  await Promise.all([
    writing,
    killing(app, lab.brief ? kills.brief : kills.whole),
    ...ends.map(({ link }) => cutting(link, () => over)),
  ]);
  const shown = await Promise.all(people.map((person) => person.shown()));
  const slug = people[0]?.slug ?? '';
  const stored = readStored(app.dataDir, slug);
  const acknowledged = people.flatMap((person) => person.acknowledged);
  for (const person of people) person.close();
  return { ...judge({ acknowledged, stored, shown }) };
}

async function killing(app: App, kills: number): Promise<void> {
  for (let kill = 0; kill < kills; kill++) {
    await sleep(killEveryMs);
    app.kill();
    await app.restart();
  }
}

async function cutting(link: Link, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await sleep(Math.random() * longestPauseMs);
    await link.cut();
    const cutMs = shortestCutMs + Math.random() * (longestCutMs - shortestCutMs);
    for (const end = Date.now() + cutMs; Date.now() < end && !isOver(); ) await sleep(100);
    await link.heal();
  }
}
