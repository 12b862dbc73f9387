import { buildGenerator } from '../../bench/load/build.ts';
import { SetupError } from '../../scripts/setup/project.mjs';

/** The program that is all browsers of a test; null where it cannot be built, which is said, with what is left out then. */
export async function generatorOrNull(leftOut: string): Promise<string | null> {
  return await buildGenerator().catch((error: unknown) => {
    if (!(error instanceof SetupError)) throw error;
    console.warn(`Skipped, ${leftOut}: ${error.message}`);
    return null;
  });
}
