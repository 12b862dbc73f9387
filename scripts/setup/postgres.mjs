import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { asRoot, ensureDebianPackages } from './debian.mjs';
import { findProgram } from './programs.mjs';
import { SetupError } from './project.mjs';
import { run } from './run.mjs';

const purpose = 'The PostgreSQL that the tests start';
const otherwise = 'Install PostgreSQL, with initdb and postgres in PATH.';
// Debian begins a database of the machine's own with the package: nobody asked for that here.
const noCluster = '/etc/postgresql-common/createcluster.d/hobnob.conf';
// A folder for each version. The set-up runs on Node 20, which has no globs.
const versions = '/usr/lib/postgresql';

/**
 * Finds a program of a PostgreSQL that is installed; Debian has a folder for each version, the newest counts.
 * @param {string} name
 * @param {string} [path] the folders to look in first, as in PATH
 * @returns {string | undefined}
 */
export function findPostgres(name, path = process.env.PATH ?? '') {
  const known = existsSync(versions) ? readdirSync(versions) : [];
  const newestFirst = known.sort((one, other) => Number(other) - Number(one));
  return findProgram(
    name,
    path,
    newestFirst.map((version) => join(versions, version, 'bin')),
  );
}

/** Sees to it that the tests can start a PostgreSQL of their own. */
export async function ensurePostgres() {
  if (findPostgres('postgres')) return;
  await ensureDebianPackages(['postgresql-common'], purpose, otherwise);
  await shell(`mkdir -p "$(dirname ${noCluster})" && echo "create_main_cluster = false" > ${noCluster}`);
  try {
    await ensureDebianPackages(['postgresql'], purpose, otherwise);
  } finally {
    await shell(`rm -f ${noCluster}`);
  }
  if (!findPostgres('postgres')) throw new SetupError(`${purpose} was not found. ${otherwise}`);
}

/** @param {string} command */
async function shell(command) {
  const prefix = asRoot();
  const [program = '', ...args] = [...(typeof prefix === 'string' ? [] : prefix), 'sh', '-c', command];
  const { status, errors } = await run(program, args, { onLine: () => {} });
  if (status !== 0) throw new SetupError(`${purpose} cannot be installed: ${errors.trim()} ${otherwise}`);
}
