import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project.mjs';

/**
 * The arguments with which Node runs the server, with the settings in `.env` if there are any.
 * @param {string[]} args the server's own
 * @returns {string[]}
 */
export function serverArguments(args) {
  // Node would remark on a file that is not there, which is nothing to worry about.
  const settings = existsSync(join(root, '.env')) ? ['--env-file=.env'] : [];
  return [...settings, 'server/main.ts', ...args];
}
