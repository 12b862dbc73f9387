import { setTimeout as sleep } from 'node:timers/promises';
import { isIntact, judge, readStored } from '../chat/history.ts';
import { Writer } from '../chat/Writer.ts';
import type { Lab } from '../Lab.ts';
import { never, type Sample, type Scenario } from './Scenario.ts';

const writers = 4;
const everyMs = 2;
const manyLines = 1_000_000;

/** The power of the disk fails while people write. */
export const powerCut: Scenario = {
  name: 'power-cut',
  what: 'power cut of the disk while 4 people write',
  figures: {
    lost: never('an acknowledged line lost'),
    twice: never('a line stored twice'),
    damaged: never('a damaged store'),
  },
  runs: 20,
  run,
};

async function run(lab: Lab, runs: number): Promise<Sample[]> {
  const server = await lab.host('server');
  const disk = await lab.disk();
  const app = await lab.serve(server, { dataDir: disk.folder });
  const people: Writer[] = [];
  for (let index = 0; index < writers; index++) {
    const name = `Writer ${index}`;
    people.push(await Writer.enter(server, { url: lab.url, name, slug: people[0]?.slug ?? null }));
    // On and on, through every cut: the writer ends with the lab.
    people[index]?.write(manyLines, everyMs).catch(() => {});
  }
  const samples: Sample[] = [];
  for (let run = 0; run < runs; run++) {
    await newLines(people);
    await sleep(500 + Math.random() * 1_500);
    await disk.cutPower();
    await app.close();
    await disk.restorePower();
    const stored = readStored(app.dataDir, people[0]?.slug ?? '');
    const acknowledged = people.flatMap((person) => person.acknowledged);
    const { lost, twice } = judge({ acknowledged, stored, shown: [] });
    samples.push({ lost, twice, damaged: isIntact(app.dataDir) ? 0 : 1 });
    await app.restart();
  }
  return samples;
}

/** Resolves when everybody was acknowledged some more: what was acknowledged long ago is no test. */
async function newLines(people: readonly Writer[]): Promise<void> {
  const before = people.map(({ acknowledged }) => acknowledged.length);
  while (people.some(({ acknowledged }, index) => acknowledged.length < (before[index] ?? 0) + 20)) {
    await sleep(50);
  }
}
