import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildWorker } from './buildWorker.mjs';
import { hashOf, root, SetupError } from './project.mjs';
import { run } from './run.mjs';

const mediasoup = join(root, 'node_modules/mediasoup');
const worker = join(mediasoup, 'worker/out/Release/mediasoup-worker');

/** What a worker is made of, besides mediasoup's sources. */
const recipe = ['dtls.patch', 'include', 'srtp-openssl.cpp', 'worker.mk'];

/**
 * Tells whether a worker starts here: without mediasoup as its parent, one that starts at all exits with 41.
 * It is run, not looked for: a system upgrade may have taken away the libraries it needs.
 * @param {string} file
 * @returns {boolean}
 */
export function starts(file) {
  const { MEDIASOUP_VERSION: _, ...env } = process.env;
  return spawnSync(file, { env, stdio: 'ignore', timeout: 10_000 }).status === 41;
}

/**
 * Names a worker so that no other version, machine or recipe takes it for its own.
 * @param {string} version of mediasoup
 * @param {string} [folder] of the recipe
 * @returns {string}
 */
export function workerName(version, folder = join(root, 'scripts/worker')) {
  return `mediasoup-worker-${version}-${process.arch}-${hashOf(folder, recipe).slice(0, 8)}`;
}

/**
 * Lists the folders that may hold built workers, best first: outside node_modules, which `npm ci` empties;
 * the project's own is for a home that cannot be written to.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string[]}
 */
export function cacheFolders(env = process.env) {
  return [join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'hobnob'), join(root, '.cache')];
}

/**
 * Copies a worker so that another process never sees half of it, nor loses the one it runs.
 * @param {string} from
 * @param {string} to
 */
function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, `${to}.${process.pid}`);
  renameSync(`${to}.${process.pid}`, to);
}

/**
 * Puts the first cached worker that starts where mediasoup looks for it.
 * @param {string} name
 */
function copyFromCache(name) {
  const cached = cacheFolders()
    .map((folder) => join(folder, name))
    .find(starts);
  if (!cached) return false;
  copy(cached, worker);
  return starts(worker);
}

/**
 * Keeps a worker in the first cache folder that can be written to; without one the next `npm ci` costs a build.
 * @param {string} file
 * @param {string} name
 * @param {string[]} [folders]
 */
export function keep(file, name, folders = cacheFolders()) {
  for (const folder of folders) {
    try {
      return copy(file, join(folder, name));
    } catch {
      // The next folder may do.
    }
  }
}

/**
 * Has mediasoup's own install script, which npm does not run here (.npmrc), download its ready-made worker.
 * @param {string} node
 */
async function download(node) {
  console.log("Looking for mediasoup's ready-made worker on GitHub, for a minute at most…");
  await run(node, ['npm-scripts.mjs', 'postinstall'], {
    cwd: mediasoup,
    // Without Python it does not go on to its own build, which needs GitHub too.
    env: { ...process.env, PYTHON: 'false' },
    timeout: 60_000,
    onLine: () => {},
  });
  return starts(worker);
}

/**
 * Puts mediasoup's worker, a program in C++, where mediasoup looks for it.
 * @param {string} node that runs mediasoup's install script
 */
export async function ensureWorker(node) {
  const own = process.env.MEDIASOUP_WORKER_BIN;
  if (own) {
    if (starts(own)) return;
    throw new SetupError(`The worker that MEDIASOUP_WORKER_BIN names does not start: ${own}`);
  }
  if (starts(worker)) return;

  const { version } = JSON.parse(readFileSync(join(mediasoup, 'package.json'), 'utf8'));
  const name = workerName(version);
  if (copyFromCache(name) || (await download(node))) return;

  await buildWorker(join(mediasoup, 'worker'), worker);
  if (!starts(worker)) throw new SetupError(`The mediasoup worker was built, but does not start: ${worker}`);
  keep(worker, name);
}
