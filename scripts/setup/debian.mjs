import { spawnSync } from 'node:child_process';
import { SetupError } from './project.mjs';
import { run, step } from './run.mjs';

/**
 * Asks a command something.
 * @param {string} command
 * @param {...string} args
 */
const ask = (command, ...args) => spawnSync(command, args, { encoding: 'utf8' });

/**
 * Tells whether a Debian package is there; of one that was removed, its settings may still be.
 * @param {string} name
 */
const isInstalled = (name) => /^Status: .* installed$/m.test(ask('dpkg', '-s', name).stdout ?? '');

/**
 * What goes before a command to run it as root, or why nothing does.
 * @returns {string[] | string}
 */
export function asRoot() {
  if (process.getuid?.() === 0) return [];
  if (ask('sudo', '-n', 'true').status === 0) return ['sudo'];
  if (ask('sudo', '-V').status !== 0) return 'only root may install them';
  if (!process.stdin.isTTY) return 'sudo wants a password, for which there is no terminal here';
  console.log('Installing Debian packages needs your password:');
  return spawnSync('sudo', ['-v'], { stdio: 'inherit' }).status === 0 ? ['sudo'] : 'sudo refused';
}

/**
 * Installs the Debian packages that are missing.
 * @param {string[]} packages
 * @param {string} purpose beginning of a sentence: what needs them
 * @param {string} otherwise a sentence: how to do without
 */
export async function ensureDebianPackages(packages, purpose, otherwise) {
  if (ask('apt-get', '--version').status !== 0) {
    throw new SetupError(`${purpose} needs apt-get, as on Debian or Ubuntu, which is not here. ${otherwise}`);
  }
  const missing = packages.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;

  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const prefix = asRoot();
  if (typeof prefix === 'string') {
    throw new SetupError(
      `${purpose} needs Debian packages, but ${prefix}: run "${command}" as root, then this again. ${otherwise}`,
    );
  }
  /** @param {string[]} args */
  const aptGet = (args) => {
    const [program = '', ...rest] = [...prefix, 'apt-get', '-q', '-o', 'DPkg::Lock::Timeout=300', ...args];
    return run(program, rest, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      onLine: () => {},
    });
  };
  await step(`Installing Debian packages: ${missing.join(' ')}`, async () => {
    // Some list that cannot be fetched need not be the one that matters: the next command decides.
    await aptGet(['update']);
    const { status, errors } = await aptGet(command.split(' ').slice(1));
    if (status === 0) return;
    throw new SetupError(
      `${purpose} needs Debian packages, and apt-get failed:\n${errors.trim()}\n${otherwise}`,
    );
  });
}
