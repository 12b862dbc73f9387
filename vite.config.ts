import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'client',
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    // Nothing is inlined as a data: address, so that the content security policy can stay strict.
    assetsInlineLimit: 0,
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
