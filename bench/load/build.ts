import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDebianPackages } from '../../scripts/setup/debian.mjs';
import { root, SetupError } from '../../scripts/setup/project.mjs';
import { run } from '../../scripts/setup/run.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
const out = join(root, '.cache/load');

/** Builds the load generator where it is not yet, with the Debian packages that takes; gives the program's path. */
export async function buildGenerator(): Promise<string> {
  if (process.platform !== 'linux') {
    throw new SetupError('The load generator runs on Linux only: measure join and forward there.');
  }
  if (!(await canCompile())) {
    await ensureDebianPackages(
      ['gcc', 'libc6-dev', 'libssl-dev', 'make'],
      'Building the load generator',
      'Install a C compiler, make and the headers of OpenSSL 3.',
    );
  }
  const { status, errors } = await run('make', ['-C', folder, `OUT=${out}`], { onLine: quiet });
  if (status !== 0) throw new SetupError(`The load generator could not be built:\n${errors}`);
  return join(out, 'load');
}

async function canCompile(): Promise<boolean> {
  const header = ['-E', '-include', 'openssl/ssl.h', '-x', 'c', '/dev/null', '-o', '/dev/null'];
  const [make, compiler] = await Promise.all([
    run('make', ['-v'], { onLine: quiet }),
    run('cc', header, { onLine: quiet }),
  ]);
  return make.status === 0 && compiler.status === 0;
}

function quiet(): void {}
