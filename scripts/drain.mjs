// npm run drain: has the node of these settings send everybody to the other nodes of its house, and end then.
import { run } from './setup/run.mjs';
import { settingsArguments } from './setup/server.mjs';
import { setUp } from './setup.mjs';

const { node, env } = await setUp([]);
const { status } = await run(node, [...settingsArguments(), 'server/supervisor/drain.ts'], { env });
process.exitCode = status;
