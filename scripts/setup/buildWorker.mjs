import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureDebianPackages } from './debian.mjs';
import { root, SetupError } from './project.mjs';
import { run, step } from './run.mjs';

const packages =
  'g++ make patch flatbuffers-compiler libflatbuffers-dev libsrtp2-dev libssl-dev libuv1-dev'.split(' ');

/** What the largest compiler process takes, with room for the rest of the machine. */
const bytesPerJob = 700e6;

/**
 * Makes of the lines that make prints (see worker.mk) what is worth showing.
 * @param {boolean} terminal where one line can be updated; elsewhere a line comes every tenth of the way
 * @returns {(line: string) => string}
 */
export function createProgress(terminal) {
  let total = 0;
  let done = -1;
  return (line) => {
    total ||= Number.parseInt(line, 10);
    done++;
    const tenth = (/** @type {number} */ files) => Math.floor((10 * files) / total);
    if (terminal) return `\r  ${done} of ${total} files${done === total ? ', linking' : ''}`;
    return done > 0 && tenth(done) > tenth(done - 1)
      ? `  ${10 * tenth(done)} %: ${done} of ${total} files\n`
      : '';
  };
}

/**
 * Builds mediasoup's worker by the recipe in `scripts/worker`.
 * @param {string} source mediasoup's folder with the sources
 * @param {string} binary where to put the worker
 */
export async function buildWorker(source, binary) {
  await ensureDebianPackages(
    packages,
    "mediasoup's ready-made worker could not be had from GitHub, and building it",
    'Let this machine reach github.com, or name a worker of the same version in MEDIASOUP_WORKER_BIN.',
  );
  mkdirSync(dirname(binary), { recursive: true });
  const folder = mkdtempSync(join(source, 'out/build-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeFolder);

  await step('Building the mediasoup worker, some minutes once', async () => {
    // Make cannot have spaces in paths: it sees these two by links.
    symlinkSync(join(root, 'scripts/worker'), join(folder, 'recipe'));
    symlinkSync(source, join(folder, 'source'));

    const jobs = Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / bytesPerJob)));
    const progress = createProgress(process.stdout.isTTY);
    const { status, errors } = await run(
      'make',
      ['-f', 'recipe/worker.mk', '-j', `${jobs}`, 'SRC=source', 'OUT=out'],
      {
        cwd: folder,
        onLine: (line) => process.stdout.write(progress(line)),
      },
    );
    if (process.stdout.isTTY) process.stdout.write('\n');
    if (status !== 0) throw new SetupError(`The mediasoup worker could not be built:\n${errors.trim()}`);
    renameSync(join(folder, 'out/mediasoup-worker'), binary);
  });
  process.off('exit', removeFolder);
  removeFolder();
}
