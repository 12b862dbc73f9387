import { randomUUID } from 'node:crypto';
import type { Config } from './config.ts';
import { keptSecret } from './keptSecret.ts';
import type { Logger } from './log.ts';
import { keepShared, readShared } from './store/sharedSecrets.ts';

/** The secret by which the nodes of a house know each other; null before the house was ever opened. */
export async function secretOfHouse({ database }: Pick<Config, 'database'>): Promise<Buffer | null> {
  const secret = await readShared(database, 'house');
  return secret === null ? null : Buffer.from(secret, 'base64');
}

/** Says plainly where the folder of this node is another than that of the nodes before it. */
export async function checkFolder({ database, dataDir }: Config, log: Logger): Promise<void> {
  const own = String(keptSecret(dataDir, 'folder', randomUUID));
  if ((await keepShared(database, 'folder', own)) === own) return;
  const advice = 'DATA_DIR has to be one folder for all nodes, as on a shared file system';
  log.error({ advice }, 'pictures and files of the house are not in the folder of this node');
}
