import { defineConfig } from 'vitest/config';

/** What a GPU is asked for, on a pretended one that counts and computes nothing: `npm run gpu-rig`. */
export default defineConfig({
  test: {
    include: ['test/gpu-rig/*.rig.ts'],
    globalSetup: 'test/gpu-rig/prepare.ts',
    pool: 'forks',
    // Every process loads gigabytes of TensorFlow.
    fileParallelism: false,
    setupFiles: ['test/patience.ts'],
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
