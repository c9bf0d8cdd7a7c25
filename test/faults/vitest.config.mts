import { defineConfig } from 'vitest/config';

/** The whole suite of faults, hours of them if need be; `npm test` runs its short form. */
export default defineConfig({
  test: {
    include: ['test/faults/*.test.ts'],
    env: { PARASAMPLE_FAULTS: 'whole' },
    pool: 'forks',
    fileParallelism: false,
    setupFiles: ['test/patience.ts'],
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 4 * 3_600_000,
    hookTimeout: 120_000,
  },
});
