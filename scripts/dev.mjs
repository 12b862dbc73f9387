// npm run dev: the client is built and the server started anew at every change.
import { spawn } from 'node:child_process';
import { root } from './setup/project.mjs';
import { tool } from './setup/run.mjs';
import { settingsArguments } from './setup/server.mjs';
import { setUp } from './setup.mjs';

const { node, env } = await setUp(['worker', 'client']);

const children = [
  spawn(tool('vite'), ['build', '--watch', '--configLoader', 'native', '--logLevel', 'warn'], {
    cwd: root,
    env,
    stdio: 'inherit',
  }),
  spawn(node, ['--watch', ...settingsArguments(), 'server/main.ts', ...process.argv.slice(2)], {
    cwd: root,
    env,
    stdio: 'inherit',
  }),
];

const end = () => {
  for (const child of children) child.kill('SIGTERM');
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
for (const child of children) {
  child.once('exit', (code) => {
    process.exitCode ||= code ?? 0;
    end();
  });
}
