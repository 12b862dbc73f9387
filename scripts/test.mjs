// npm test [-- vitest's arguments]: sets up what is missing, then runs the tests.

import { run, tool } from './setup/run.mjs';
import { setUp } from './setup.mjs';

const { env } = await setUp(['chromium', 'postgres', 'redis', 'worker', 'client']);
const { status } = await run(
  tool('vitest'),
  ['run', '--config', 'test/vitest.config.ts', ...process.argv.slice(2)],
  {
    env,
  },
);
process.exitCode = status;
