// npm run check: everything a change must pass, the quickest first; it stops at what fails.

import { run, tool } from './setup/run.mjs';
import { setUp } from './setup.mjs';

/** @type {[name: string, command: string][]} */
const checks = [
  ['types of the server', 'tsc -p server'],
  ['types of the tests', 'tsc -p test'],
  ['types of the client', 'svelte-check --tsconfig ./tsconfig.json --tsgo --fail-on-warnings'],
  ['lint and format', 'biome check .'],
  ['dead code', 'knip'],
  ['tests and layer rules', 'vitest run --config test/vitest.config.ts'],
];

const { env } = await setUp(['chromium', 'postgres', 'redis', 'worker', 'client']);

/** @param {number} start */
const seconds = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

const begun = performance.now();
for (const [name, command] of checks) {
  console.log(`\n== ${name}: ${command}`);
  const start = performance.now();
  const [program = '', ...args] = command.split(' ');
  const { status } = await run(tool(program), args, { env });
  if (status !== 0) {
    console.error(
      `\nThe check failed at ${name}: ${command} (exit status ${status}, after ${seconds(start)}).`,
    );
    process.exit(1);
  }
  console.log(`== ${name}: passed in ${seconds(start)}`);
}
console.log(`\nAll checks passed in ${seconds(begun)}.`);
