// npm start [-- --https]: sets up what is missing, then runs the server.
import { spawn } from 'node:child_process';
import { root } from './setup/project.mjs';
import { serverArguments } from './setup/server.mjs';
import { setUp } from './setup.mjs';

/** Within this time a second signal is the same one: of one Ctrl-C both the terminal and npm send theirs. */
const echo = 500;

const { node, env } = await setUp(['worker', 'client']);

const server = spawn(node, serverArguments(process.argv.slice(2)), {
  cwd: root,
  env,
  // Ctrl-C in a terminal goes to the whole group, and would end the media workers before the server can say
  // goodbye: it gets a group of its own. By the channel it notices when this process is gone.
  detached: true,
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
let passed = -echo;

/** @param {NodeJS.Signals} signal */
function pass(signal) {
  if (performance.now() - passed < echo) return;
  passed = performance.now();
  server.kill(signal);
}

for (const signal of signals) process.on(signal, pass);

server.once('exit', (code, signal) => {
  for (const handled of signals) process.off(handled, pass);
  // Ended as the server did, by a signal too.
  if (signal) process.kill(process.pid, signal);
  else process.exitCode = code ?? 1;
});
