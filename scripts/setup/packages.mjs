import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, SetupError } from './project.mjs';
import { run, step } from './run.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }} Locked */

/**
 * Reads which packages a lock file names.
 * @param {string} file
 * @returns {Record<string, Locked>}
 */
function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return {};
  }
}

/**
 * Tells whether what is installed is what the lock file says, by the list that npm leaves in node_modules.
 * npm writes that list last: after an interrupted installation it is not there.
 * @param {string} [folder]
 * @returns {boolean}
 */
export function packagesMatch(folder = root) {
  const locked = packagesIn(join(folder, 'package-lock.json'));
  const installed = packagesIn(join(folder, 'node_modules/.package-lock.json'));
  return Object.entries(locked).every(([path, wanted]) => {
    const found = installed[path];
    // Packages for other systems are named but not installed.
    if (!found) return path === '' || wanted.optional || wanted.devOptional || wanted.peer;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/** Installs the packages that package-lock.json names, unless they are there. */
export async function ensurePackages() {
  if (packagesMatch()) return;
  // The npm that runs us, or the one that is installed.
  const npm = process.env.npm_execpath;
  const [command, ...args] = npm ? [process.execPath, npm] : ['npm'];
  await step('Installing the packages', async () => {
    // NODE_ENV=production would leave out what builds the client.
    const { status } = await run(command, [
      ...args,
      'ci',
      '--include=dev',
      '--include=optional',
      '--loglevel=error',
    ]);
    if (status !== 0) {
      throw new SetupError('The packages could not be installed: is the npm registry within reach?');
    }
  });
}
