import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// What comes at once comes as one file: the least that pages share would be a request for each icon otherwise, and a
// browser makes six at a time.
const together = [
  { name: 'start', test: /client\/main\.ts$/, priority: 2 },
  { name: 'room', test: /client\/components\/room\/LiveRoom\.svelte$/, priority: 1 },
];

export default defineConfig({
  root: 'client',
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    // Nothing is inlined as a data: address, so that the content security policy can stay strict.
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups: together } } },
    // The start is 170 kB as it is sent.
    chunkSizeWarningLimit: 600,
  },
  worker: {
    // The one that lives on while nothing is open is known by its address, for the whole of the site.
    rolldownOptions: {
      output: {
        entryFileNames: ({ facadeModuleId }) =>
          facadeModuleId?.includes('/push/worker.ts') ? 'push-worker.js' : 'assets/[name]-[hash].js',
      },
    },
  },
});
