// npm run bench [-- arguments]: sets up what is missing, then measures.

import { run } from './setup/run.mjs';
import { setUp } from './setup.mjs';

const { node, env } = await setUp(['chromium', 'worker', 'client']);
const { status } = await run(node, ['bench/main.ts', ...process.argv.slice(2)], { env });
process.exitCode = status;
