// npm start [-- --https]: sets up what is missing, then runs the supervisor, which runs the server.
import { spawn } from 'node:child_process';
import { root } from './setup/project.mjs';
import { setUp } from './setup.mjs';

const { node, env } = await setUp(['worker', 'client']);

const supervisor = spawn(node, ['server/supervisor/main.ts', ...process.argv.slice(2)], {
  cwd: root,
  env,
  // By the channel it notices when this process is gone.
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'])) {
  process.on(signal, () => supervisor.kill(signal));
}
supervisor.once('exit', (code) => process.exit(code ?? 1));
