// npm run reliability: breaks what holds a conversation, and says what came of it.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { waitForQuiet } from '../../bench/quiet.ts';
import { root } from '../../scripts/setup/project.mjs';
import { Lab } from './Lab.ts';
import { Ledger } from './Ledger.ts';
import { type Finding, findingsOf, toTable } from './report.ts';
import { scenarios } from './scenarios/index.ts';

const usage = 'npm run reliability [-- name[=runs] ...] [--runs N] [--write]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string' }, write: { type: 'boolean', default: false } },
});
/** What was asked for by name, and how often. */
const asked = new Map(
  positionals.map((given) => {
    const [name = '', runs] = given.split('=');
    return [name, Number(runs ?? values.runs) || undefined];
  }),
);
const unknown = [...asked.keys()].find((given) => !scenarios.some(({ name }) => name === given));
if (unknown !== undefined) {
  console.error(
    `There is no "${unknown}". Usage: ${usage}\n${scenarios.map(({ name }) => `  ${name}`).join('\n')}`,
  );
  process.exit(2);
}
const impediment = Lab.impediment();
if (impediment) {
  console.error(`There can be no lab here: ${impediment}.`);
  process.exit(1);
}
// The lab clears itself away when this process ends, however it does.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

const say = (command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
const measured = {
  date: new Date().toISOString().slice(0, 10),
  commit: say('git', 'rev-parse', '--short', 'HEAD'),
  cores: availableParallelism(),
  chromium: say(process.env.CHROMIUM ?? '/usr/bin/chromium', '--version'),
};
const ledger = new Ledger(join(import.meta.dirname, 'record.json'));
const findings: Finding[] = [];
for (const scenario of scenarios) {
  if (asked.size > 0 && !asked.has(scenario.name)) continue;
  // What others do here meanwhile would be measured too.
  await waitForQuiet();
  const start = performance.now();
  const lab = await Lab.open();
  try {
    const samples = await scenario.run(lab, asked.get(scenario.name) ?? Number(values.runs ?? scenario.runs));
    const found = findingsOf(scenario, samples);
    findings.push(...found);
    publish(scenario.name, found);
    const seconds = Math.round((performance.now() - start) / 1000);
    console.log(`\n${scenario.name}, ${seconds} s\n${toTable(found)}`);
  } catch (error) {
    // The others can be measured all the same; this one is not met.
    console.error(`\n${scenario.name} broke off:`, error);
    const found = findingsOf(scenario, [{}]);
    findings.push(...found);
    publish(scenario.name, found);
  } finally {
    await lab.close();
  }
}
process.exitCode = findings.every(({ met }) => met) ? 0 : 1;

/** After each of them, for the whole takes long: what was measured is kept if it is ended early. */
function publish(name: string, found: readonly Finding[]): void {
  if (!values.write) return;
  ledger.take(name, { measured, findings: found });
  writeFileSync(join(root, 'RELIABILITY.md'), ledger.toPage(scenarios.map((scenario) => scenario.name)));
}
