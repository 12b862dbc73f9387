import { ensureDebianPackages } from './debian.mjs';
import { findProgram } from './programs.mjs';
import { SetupError } from './project.mjs';

const purpose = 'The Redis that the tests start';
const otherwise = 'Install Redis, with redis-server in PATH.';

/**
 * Finds Redis. It is one program that becomes another by the name it is called by: Debian's tools bring it without the
 * service of the machine's own that nobody asked for here. To be called as `redis-server`.
 * @param {string} [path] the folders to look in, as in PATH
 * @returns {string | undefined}
 */
export function findRedis(path = process.env.PATH ?? '') {
  return findProgram('redis-server', path) ?? findProgram('redis-check-rdb', path);
}

/** Sees to it that the tests can start a Redis of their own. */
export async function ensureRedis() {
  if (findRedis()) return;
  await ensureDebianPackages(['redis-tools'], purpose, otherwise);
  if (!findRedis()) throw new SetupError(`${purpose} was not found. ${otherwise}`);
}
