import { enableCompileCache } from 'node:module';
import { resolve } from 'node:path';
import type { ClusterNode } from './ClusterNode.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { createLogger } from './log.ts';
import type { RunningApp, Serving } from './RunningApp.ts';
import { onOrder, tell } from './supervisor/line.ts';
import { canSharePorts, hopelessStatus, type Order, supervisedMark } from './supervisor/messages.ts';

// Before the rest is loaded: the second start takes the compiled code from the disk.
enableCompileCache();

const args = process.argv.slice(2);
const supervised = args.includes(supervisedMark);
const config = await readSettings();
const log = createLogger(config.logLevel);
const { prepareApp } = await import('./app.ts');
const { requireFree } = await import('./http/listen.ts');
const { greeting, standbyGreeting } = await import('./greeting.ts');
const { startProblem } = await import('./startProblem.ts');

// An error that nobody caught is a bug of one request or one room, and no reason to end every call.
process.on('uncaughtException', (error) => log.error({ err: error }, 'uncaught exception'));
process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));

let app: Serving | undefined;
let node: ClusterNode | undefined;
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(signal));
// The process that started this one is gone, however it went: nobody is left to stop us later.
process.once('disconnect', () => void stop('parent gone'));

const prepared = await prepareApp(config, log).catch(failToStart);
if (supervised) {
  onOrder((order) => void obey(order));
  await tell({ news: 'standing by' });
} else await open({ port: 0, alone: true });

async function obey(order: Order): Promise<void> {
  switch (order.order) {
    case 'go':
      await open(order);
      break;
    case 'empty':
      await node?.empty();
      await tell({ news: 'emptied' });
      break;
    case 'hand over':
      await app?.handOver();
      await tell({ news: 'handed over' });
      break;
    case 'take back':
      await app?.takeBack();
      break;
    case 'move':
      await app?.move();
      await stop('everybody moved');
      break;
    case 'drain':
      await drain();
      break;
    case 'stop':
      await stop('asked to');
  }
}

async function open(place: { port: number; alone: boolean }): Promise<void> {
  try {
    const port = config.port || place.port;
    if (supervised && place.alone && port !== 0) await requireFree({ host: config.host, port });
    app = await serve({ port, alone: place.alone });
  } catch (error) {
    await failToStart(error);
    return;
  }
  const { ownDir, shutdownTimeoutMs } = config;
  if (supervised)
    await tell({ news: 'listening', port: app.port, dataDir: resolve(ownDir), shutdownTimeoutMs });
}

async function serve({ port, alone }: { port: number; alone: boolean }): Promise<Serving> {
  const { cluster } = config;
  if (!cluster) {
    const opened = await prepared.open({ port, shared: supervised && canSharePorts });
    // After a hand-over somebody has read all that.
    if (alone) await greet(opened);
    return opened;
  }
  const { ClusterNode } = await import('./ClusterNode.ts');
  const opened = (house: RunningApp) => void greet(house).catch(failToStart);
  const over = (sentence: string) => void fail(sentence, 1);
  node = await ClusterNode.open({ config, cluster, prepared, log, opened, over }, { port, alone });
  if (!node.isDesk) process.stdout.write(standbyGreeting(cluster.name, node.port));
  return node;
}

async function greet(house: RunningApp): Promise<void> {
  const news = { firstAdmin: await house.firstAdmin(), listing: house.listing() };
  process.stdout.write(greeting(config, house.port, news));
}

/** Has everybody go elsewhere; the supervisor then says when to end. */
async function drain(): Promise<void> {
  try {
    if (!node) throw new Error('This server is alone: there is nowhere to go.');
    await node.drain((left) => void tell({ news: 'draining', ...left }));
    await tell({ news: 'drained' });
  } catch (error) {
    log.warn({ err: error }, 'this node does not drain');
    await tell({ news: 'not draining', problem: error instanceof Error ? error.message : String(error) });
  }
}

async function stop(reason: string): Promise<void> {
  // Asked twice: at once.
  if (stopping) process.exit(1);
  stopping = true;
  log.info({ reason }, 'stopping');
  await app?.close();
  log.info({}, 'stopped');
  process.exit(0);
}

async function readSettings(): Promise<Config> {
  try {
    return readConfig(
      process.env,
      args.filter((arg) => arg !== supervisedMark),
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return await fail(error.message, hopelessStatus);
  }
}

async function failToStart(error: unknown): Promise<never> {
  const { sentence, lasting } = startProblem(error, config);
  return await fail(sentence, lasting ? hopelessStatus : 1);
}

async function fail(problem: string, status: number): Promise<never> {
  process.stderr.write(`${problem}\n`);
  if (supervised) await tell({ news: 'failed', problem });
  process.exit(status);
}
