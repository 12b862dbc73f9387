// npm run admin-code: prints a code by which somebody becomes an admin; the server need not run, and may.
import { run } from './setup/run.mjs';
import { settingsArguments } from './setup/server.mjs';
import { setUp } from './setup.mjs';

const { node, env } = await setUp([]);
const { status } = await run(node, [...settingsArguments(), 'server/adminCode.ts'], { env });
process.exitCode = status;
