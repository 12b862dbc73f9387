import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** Something that cannot be had here; its message is the one sentence that says what, and how to get it. */
export class SetupError extends Error {}

/**
 * Lists all files in a folder, or the file itself, sorted; nothing where there is nothing.
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}

/**
 * Hashes the names and contents of files and folders, as seen from a folder.
 * @param {string} folder
 * @param {string[]} paths
 * @returns {string}
 */
export function hashOf(folder, paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesIn(join(folder, path)))) {
    const contents = readFileSync(file);
    hash.update(`${relative(folder, file).split(sep).join('/')}\0${contents.length}\0`).update(contents);
  }
  return hash.digest('hex');
}
