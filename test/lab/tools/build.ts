import { join } from 'node:path';
import { ensureDebianPackages } from '../../../scripts/setup/debian.mjs';
import { root, SetupError } from '../../../scripts/setup/project.mjs';
import { run } from '../../../scripts/setup/run.mjs';

const out = join(root, '.cache/lab');

/** Where the lab's own tools lie once they are built. */
export const tools = { netemu: join(out, 'netemu'), powerCut: join(out, 'powercut') } as const;

/** Brings about what the lab needs: Debian's tools for networks, disks and clocks, and its own. */
export async function buildTools(): Promise<void> {
  await ensureDebianPackages(
    ['iproute2', 'util-linux', 'e2fsprogs', 'faketime', 'gcc', 'libc6-dev', 'make'],
    'The lab of bad networks',
    'Without them it is skipped.',
  );
  const { status, errors } = await run('make', ['-C', import.meta.dirname, `OUT=${out}`], {
    onLine: () => {},
  });
  if (status !== 0) throw new SetupError(`The tools of the lab could not be built:\n${errors}`);
}
