import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Finds a program.
 * @param {string} name
 * @param {string} path the folders to look in first, as in PATH
 * @param {string[]} [folders] those to look in then
 * @returns {string | undefined}
 */
export function findProgram(name, path, folders = []) {
  return [...path.split(delimiter).filter(Boolean), ...folders]
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/**
 * @param {string} file
 * @returns {boolean}
 */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
