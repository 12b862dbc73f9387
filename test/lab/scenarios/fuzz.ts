import { setTimeout as sleep } from 'node:timers/promises';
import { countSilences } from '../company.ts';
import { Fuzzer } from '../fuzz/Fuzzer.ts';
import type { Lab } from '../Lab.ts';
import { gather } from './crowd.ts';
import { delicate, never, type Sample, type Scenario } from './Scenario.ts';

// Twenty runs make a minute.
const fuzzMs = 3_000;

/** Somebody asks for everything in every form, beside the room of two who talk. */
export const fuzz: Scenario = {
  name: 'fuzz',
  what: 'every event in every form for 3 s a run, beside the room of two who talk',
  figures: {
    exits: never('a process that ended'),
    unanswered: never('a request without an answer'),
    untyped: never('an answer that is none of the protocol’s'),
    silences: delicate(never('a silence of 100 ms or more between the two')),
    idle: never('a run with fewer than 200 requests'),
  },
  runs: 20,
  run,
};

async function run(lab: Lab, runs: number): Promise<Sample[]> {
  const { server, app, companies } = await gather(lab, [2], { workers: 1 });
  const [company] = companies;
  if (!company) throw new Error('Nobody came.');
  const fuzzer = await Fuzzer.enter(server, lab.url);
  const processes = () => [app.serverPid, ...app.workerPids];
  const before = processes();
  const samples: Sample[] = [];
  for (let run = 0; run < runs; run++) {
    const begunAt = Date.now();
    const { asked, unanswered, untyped } = await fuzzer.fuzz(fuzzMs);
    await sleep(500);
    const after = processes();
    samples.push({
      exits: before.filter((pid) => !after.includes(pid)).length,
      unanswered,
      untyped,
      silences: await countSilences(company, begunAt),
      idle: asked < 200 ? 1 : 0,
    });
  }
  fuzzer.close();
  return samples;
}
