import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The window's state classes hold runes.
  plugins: [svelte({ configFile: false })],
  test: {
    include: ['test/**/*.test.ts'],
    // TensorFlow's native library does not survive in worker threads; every file gets a process of its own.
    pool: 'forks',
    maxWorkers: 2,
    setupFiles: ['test/patience.ts'],
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
