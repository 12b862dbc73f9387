import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Reads a secret of this very server out of its folder; makes it at the first start. Only the server's own user may
 * read the file.
 */
export function keptSecret(dataDir: string, name: string, make: () => string | Buffer): Buffer {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, name);
  if (!existsSync(file)) keep(file, make());
  return readFileSync(file);
}

function keep(file: string, secret: string | Buffer): void {
  const draft = `${file}.${process.pid}`;
  // On the disk before it has its name: after a power cut there is a whole secret, or none.
  writeFileSync(draft, secret, { mode: 0o600, flush: true });
  try {
    // Fails where one is, so two servers that start at once share one secret.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}
