import { join } from 'node:path';
import webPush from 'web-push';
import { z } from 'zod';
import { keptSecret } from '../keptSecret.ts';

const PushKeys = z.object({
  publicKey: z.string().regex(/^B[A-Za-z0-9_-]{86}$/),
  privateKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});

/** By what push services know this server, whoever sends through it (RFC 8292). */
export type PushKeys = z.infer<typeof PushKeys>;

const name = 'push.json';

/** Reads the keys; makes them at the first start. With others no browser that was told before hears of anything. */
export function readPushKeys(dataDir: string): PushKeys {
  const text = String(keptSecret(dataDir, name, () => `${JSON.stringify(webPush.generateVAPIDKeys())}\n`));
  try {
    return PushKeys.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${join(dataDir, name)} should hold the keys for push services.`, { cause });
  }
}
