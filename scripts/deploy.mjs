// npm run deploy: sets up what the code now on the disk needs, then has the running Hobnob change over to it.
import { run } from './setup/run.mjs';
import { settingsArguments } from './setup/server.mjs';
import { setUp } from './setup.mjs';

const { node, env } = await setUp(['worker', 'client']);
const { status } = await run(node, [...settingsArguments(), 'server/supervisor/deploy.ts'], { env });
process.exitCode = status;
