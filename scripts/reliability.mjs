// npm run reliability [-- name ...] [--runs N] [--write]: sets up what is missing, then measures in the lab.

import { run } from './setup/run.mjs';
import { setUp } from './setup.mjs';

const { node, env } = await setUp(['chromium', 'postgres', 'redis', 'worker', 'client']);
const { status } = await run(node, ['test/lab/main.ts', ...process.argv.slice(2)], { env });
process.exitCode = status;
