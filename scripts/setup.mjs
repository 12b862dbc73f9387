import { ensureChromium } from './setup/chromium.mjs';
import { ensureClient } from './setup/client.mjs';
import { findNode } from './setup/node.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { ensurePostgres } from './setup/postgres.mjs';
import { SetupError } from './setup/project.mjs';
import { ensureRedis } from './setup/redis.mjs';
import { environmentOf } from './setup/run.mjs';
import { ensureWorker } from './setup/worker.mjs';

/** @typedef {'worker' | 'client' | 'chromium' | 'postgres' | 'redis'} Need Something that not every command needs. */

/**
 * Brings about what a command needs, and hands over the Node to run it with and its environment.
 * Where something cannot be had, it says so and ends this process.
 * @param {Need[]} needs
 * @returns {Promise<{ node: string, env: NodeJS.ProcessEnv }>}
 */
export async function setUp(needs) {
  try {
    await ensurePackages();
    const node = findNode();
    const env = environmentOf(node);
    if (needs.includes('chromium')) env.CHROMIUM = await ensureChromium();
    if (needs.includes('postgres')) await ensurePostgres();
    if (needs.includes('redis')) await ensureRedis();
    if (needs.includes('worker')) await ensureWorker(node);
    if (needs.includes('client')) await ensureClient(node);
    return { node, env };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
