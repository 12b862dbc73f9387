import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { keptSecret } from '../keptSecret.ts';
import type { SecretStore } from '../store/SecretStore.ts';

const secretBytes = 32;
const name = 'house';

/**
 * Reads the secret that signs, which is made at the first start: from the folder of this server alone, or from the store
 * where that may be that of several. There the one of the folder counts as the first, so that nobody is signed out.
 */
export async function houseSecret(dataDir: string, shared: SecretStore | null): Promise<Buffer> {
  if (!shared) return ofFolder(dataDir);
  const first = existsSync(join(dataDir, 'secret')) ? ofFolder(dataDir) : randomBytes(secretBytes);
  return Buffer.from(await shared.keep(name, first.toString('base64')), 'base64');
}

function ofFolder(dataDir: string): Buffer {
  const secret = keptSecret(dataDir, 'secret', () => randomBytes(secretBytes));
  if (secret.length !== secretBytes) {
    throw new Error(`${join(dataDir, 'secret')} should hold ${secretBytes} bytes.`);
  }
  return secret;
}
