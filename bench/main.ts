// npm run bench: measures what was asked for, and says it as tables or as lines of JSON.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join as path } from 'node:path';
import { root, SetupError } from '../scripts/setup/project.mjs';
import { type Arguments, readArguments, type ScenarioName } from './arguments.ts';
import { cpuPressure, waitForQuiet } from './quiet.ts';
import { type Figure, toJson, toTable } from './report.ts';
import { audience } from './scenarios/audience.ts';
import type { Bench } from './scenarios/Bench.ts';
import { browser } from './scenarios/browser.ts';
import { chat } from './scenarios/chat.ts';
import { churn } from './scenarios/churn.ts';
import { forward } from './scenarios/forward.ts';
import { home } from './scenarios/home.ts';
import { join } from './scenarios/join.ts';
import { lounge } from './scenarios/lounge.ts';
import { overload } from './scenarios/overload.ts';
import { pictures } from './scenarios/pictures.ts';
import { search } from './scenarios/search.ts';
import { stage } from './scenarios/stage.ts';
import { storm } from './scenarios/storm.ts';
import { tab } from './scenarios/tab.ts';
import { rounds } from './statistics.ts';

const scenarios: Record<ScenarioName, (bench: Bench) => Promise<void>> = {
  join,
  forward,
  stage,
  audience,
  storm,
  overload,
  churn,
  lounge,
  chat,
  browser,
  home,
  pictures,
  tab,
  search,
};

function machine(): Figure[] {
  const versionOf = (name: string): string =>
    JSON.parse(readFileSync(path(root, 'node_modules', name, 'package.json'), 'utf8')).version;
  const [processor] = cpus();
  const known: [string, string][] = [
    ['node', process.version],
    ['mediasoup', versionOf('mediasoup')],
    ['socket.io', versionOf('socket.io')],
    ['processor', `${cpus().length} x ${processor?.model.trim()}`],
  ];
  return known.map(([metric, value]) => ({ scenario: 'machine', metric, value, unit: '' }));
}

/** Measures one scenario; says whether nothing was lost and nothing failed. */
async function measure(name: ScenarioName, { json, smoke }: Arguments): Promise<boolean> {
  const figures: Figure[] = [];
  const pressures = { before: [] as number[], after: [] as number[] };
  let sound = true;
  const add = (figure: Figure) => {
    figures.push(figure);
    if (json) console.log(toJson(figure));
  };
  await scenarios[name]({
    smoke,
    add,
    addFailures(of, count) {
      if (count > 0) sound = false;
      add({ ...of, value: count, unit: 'times', target: 0 });
    },
    async quietly(work) {
      if (!smoke) await waitForQuiet();
      pressures.before.push(cpuPressure() ?? 0);
      const result = await work();
      pressures.after.push(cpuPressure() ?? 0);
      return result;
    },
  });
  for (const [when, values] of Object.entries(pressures)) {
    if (values.length === 0) continue;
    const { median: value, min, max } = rounds(values);
    add({ scenario: name, metric: `cpu_pressure_${when}`, value, min, max, unit: '%' });
  }
  if (!json) console.log(`\n${name}\n${toTable(figures)}`);
  return sound;
}

try {
  const given = readArguments(process.argv.slice(2));
  const figures = machine();
  console.log(given.json ? figures.map(toJson).join('\n') : toTable(figures));
  for (const name of given.scenarios) {
    if (!(await measure(name, given))) process.exitCode = 1;
  }
} catch (error) {
  const forPeople = error instanceof SetupError || (error instanceof TypeError && 'code' in error);
  console.error(forPeople ? error.message : error);
  process.exitCode = 1;
}
