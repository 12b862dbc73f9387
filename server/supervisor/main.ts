// Runs the server and keeps it running. It has nothing but Node below it: what could fail is in the server.
import { existsSync } from 'node:fs';
import { supervisedMark } from './messages.ts';
import { Supervisor } from './Supervisor.ts';

/** Within this time a second signal is the same one: of one Ctrl-C both the terminal and npm send theirs. */
const echoMs = 500;

const supervisor = new Supervisor({
  serverArguments: () => {
    // The settings are read by each server anew. Node would remark on a file that is not there.
    const settings = existsSync('.env') ? ['--env-file=.env'] : [];
    return [...settings, 'server/main.ts', supervisedMark, ...process.argv.slice(2)];
  },
  say: (msg) => process.stdout.write(`${JSON.stringify({ level: 40, time: Date.now(), msg })}\n`),
});

let stopAsked = -echoMs;
function stop(): void {
  if (performance.now() - stopAsked < echoMs) return;
  stopAsked = performance.now();
  supervisor.stop();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
process.on('SIGUSR2', () => void supervisor.replace());
// With this in place Node does not open itself to debuggers.
process.on('SIGUSR1', () => supervisor.drain());
// Whoever started this one is gone, however it went: nobody is left to stop us later.
process.once('disconnect', stop);
// Nobody may be left to read what is said, and an error here must not end every call.
for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
process.on('uncaughtException', (error) => process.stderr.write(`${error.stack}\n`));

process.exit(await supervisor.run());
