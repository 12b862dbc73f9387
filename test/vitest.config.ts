import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const root = join(import.meta.dirname, '..');
// Svelte's own code for browsers: on the server's, runes do not react.
const browser = { conditions: ['browser'] };
// Files that need the whole server load it once: reading it for each of them took a third of their time.
const together = { isolate: false };
const folder = (name: string, options = {}, resolve = {}) => ({
  extends: true as const,
  resolve,
  test: { name, root, include: [`test/${name}/**/*.test.ts`], ...options },
});

export default defineConfig({
  // The client's classes with runes are compiled as in the browser.
  plugins: [svelte({ configFile: false })],
  test: {
    root,
    reporters: ['default', './test/support/closingLine.ts'],
    // Two cores: more would only make everything wait for everything.
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'architecture', root, include: ['test/architecture.test.ts'] } },
      folder('unit', { testTimeout: 20_000 }, browser),
      folder('contract', {
        testTimeout: 60_000,
        hookTimeout: 30_000,
        globalSetup: ['test/support/postgresOfRun.ts'],
      }),
      folder('integration', { testTimeout: 30_000, hookTimeout: 30_000, ...together }),
      // In a real browser, two at a time: one mostly waits for what people do.
      folder('pages', { testTimeout: 90_000, hookTimeout: 60_000, ...together }),
      // With several pictures, or listened to closely: media do not get slower where cores are too few, they break. One
      // after the other takes no longer.
      folder('e2e', {
        testTimeout: 90_000,
        hookTimeout: 60_000,
        fileParallelism: false,
        sequence: { groupOrder: 1 },
        ...together,
      }),
      // After all others, as it measures how long things take: first what mostly waits, two at a time, then the rest.
      folder('lab', { testTimeout: 60_000, exclude: ['test/lab/alone/**'], sequence: { groupOrder: 2 } }),
      folder('lab/alone', { testTimeout: 60_000, fileParallelism: false, sequence: { groupOrder: 3 } }),
    ],
  },
});
