import { defineConfig } from 'vitest/config';

/** The specs of what is handed to people: `scripts/end-to-end.mjs` packs it first. */
export default defineConfig({
  test: {
    include: ['test/packaging/*.e2e.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});
