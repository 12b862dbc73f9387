import { enableCompileCache } from 'node:module';
import { type Config, ConfigError, readConfig } from './config.ts';
import { createLogger } from './log.ts';

// Before the rest is loaded: the second start takes the compiled code from the disk.
enableCompileCache();

let config: Config;
try {
  config = readConfig(process.env, process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
}

const log = createLogger(config.logLevel);
const { startApp } = await import('./app.ts');
const { greeting } = await import('./greeting.ts');
const { startProblem } = await import('./startProblem.ts');

// An error that nobody caught is a bug of one request or one room, and no reason to end every call.
process.on('uncaughtException', (error) => log.error({ err: error }, 'uncaught exception'));
process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));

const app = await startApp(config, log).catch((error: unknown) => {
  process.stderr.write(`${startProblem(error, config)}\n`);
  process.exit(1);
});
process.stdout.write(greeting(config, app.port));

let stopping = false;
async function stop(reason: string): Promise<void> {
  // Asked twice: at once.
  if (stopping) process.exit(1);
  stopping = true;
  log.info({ reason }, 'stopping');
  await app.close();
  log.info({}, 'stopped');
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(signal));
// The process that started this one is gone, however it went: nobody is left to stop us later.
process.once('disconnect', () => void stop('parent gone'));
