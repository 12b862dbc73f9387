import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDebianPackages } from '../../scripts/setup/debian.mjs';
import { root, SetupError } from '../../scripts/setup/project.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
const out = join(root, '.cache/load');

/** Builds the load generator where it is not yet, with the Debian packages that takes; gives the program's path. */
export async function buildGenerator(): Promise<string> {
  if (process.platform !== 'linux') {
    throw new SetupError('The load generator runs on Linux only: measure join and forward there.');
  }
  if (!canCompile()) {
    await ensureDebianPackages(
      ['gcc', 'libc6-dev', 'libssl-dev', 'make'],
      'Building the load generator',
      'Install a C compiler, make and the headers of OpenSSL 3.',
    );
  }
  const { status, stderr, error } = spawnSync('make', ['-C', folder, `OUT=${out}`], { encoding: 'utf8' });
  if (status !== 0)
    throw new SetupError(`The load generator could not be built:\n${error?.message ?? stderr}`);
  return join(out, 'load');
}

function canCompile(): boolean {
  const probe = ['-E', '-include', 'openssl/ssl.h', '-x', 'c', '/dev/null', '-o', '/dev/null'];
  return spawnSync('make', ['-v']).status === 0 && spawnSync('cc', probe).status === 0;
}
