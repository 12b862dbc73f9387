import { parseArgs } from 'node:util';

const scenarioNames = [
  'join',
  'forward',
  'stage',
  'audience',
  'storm',
  'overload',
  'churn',
  'lounge',
  'chat',
  'browser',
  'home',
  'pictures',
  'tab',
  'search',
] as const;

/** What can be measured, in the order in which all of it is. */
export type ScenarioName = (typeof scenarioNames)[number];

export interface Arguments {
  readonly scenarios: readonly ScenarioName[];
  /** One JSON object per line instead of tables. */
  readonly json: boolean;
  /** Small and short: only losses and failures count. */
  readonly smoke: boolean;
}

const usage = `npm run bench [-- ${scenarioNames.join('|')} ...] [--json] [--smoke]`;

/** Reads the command line. Throws with a sentence for a person. */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean' }, smoke: { type: 'boolean' } },
  });
  const unknown = positionals.filter((name) => !isScenario(name));
  if (unknown.length > 0) throw new Error(`There is no scenario "${unknown[0]}". Usage: ${usage}`);
  const chosen = scenarioNames.filter((name) => positionals.length === 0 || positionals.includes(name));
  return { scenarios: chosen, json: values.json ?? false, smoke: values.smoke ?? false };
}

function isScenario(name: string): name is ScenarioName {
  return (scenarioNames as readonly string[]).includes(name);
}
