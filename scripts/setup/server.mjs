import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project.mjs';

/**
 * The arguments that let Node read the settings in `.env`, if there are any.
 * @returns {string[]}
 */
export function settingsArguments() {
  // Node would remark on a file that is not there, which is nothing to worry about.
  return existsSync(join(root, '.env')) ? ['--env-file=.env'] : [];
}
