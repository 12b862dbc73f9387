import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, root, SetupError } from './project.mjs';
import { environmentOf, run, step, tool } from './run.mjs';

/** What the built client is made of. */
const sources = ['client', 'protocol', 'art', 'vite.config.ts', 'package-lock.json'];

/**
 * Hashes the sources of the client.
 * @param {string} [folder]
 * @returns {string}
 */
export const sourcesHash = (folder = root) => hashOf(folder, sources);

/**
 * Names the file that says of which sources the client was built. It lies in the folder that every build
 * empties first, so that it never speaks for a build other than its own, or for half of one.
 * @param {string} folder
 */
const markerIn = (folder) => join(folder, 'dist/client/.built');

/**
 * Tells whether the client is built of the sources as they are.
 * @param {string} [folder]
 * @returns {boolean}
 */
export function clientIsBuilt(folder = root) {
  const marker = markerIn(folder);
  return existsSync(marker) && readFileSync(marker, 'utf8') === sourcesHash(folder);
}

/**
 * Notes of which sources the client was built.
 * @param {string} hash
 * @param {string} [folder]
 */
export function markBuilt(hash, folder = root) {
  writeFileSync(markerIn(folder), hash);
}

/**
 * Builds the client, unless it is.
 * @param {string} node
 */
export async function ensureClient(node) {
  if (clientIsBuilt()) return;
  // Before the build: what changes meanwhile may have been missed.
  const hash = sourcesHash();
  await step('Building the client', async () => {
    const { status } = await run(tool('vite'), ['build', '--configLoader', 'native', '--logLevel', 'warn'], {
      env: environmentOf(node),
    });
    if (status !== 0) throw new SetupError('The client could not be built: see above.');
  });
  markBuilt(hash);
}
