import { defineConfig } from 'vitest/config';

/** The specs of the whole app, in the target that PARASAMPLE_E2E names (docs/testing.md). */
export default defineConfig({
  test: {
    // A folder named after a target holds what only that target has.
    include: ['test/e2e/*.e2e.ts', `test/e2e/${process.env.PARASAMPLE_E2E}/*.e2e.ts`],
    pool: 'forks',
    // Training fills the machine's cores: two specs at once would only slow each other down.
    fileParallelism: false,
    // The steps of one spec build on each other; after a broken one, the rest would only wait in vain.
    bail: 1,
    testTimeout: 240_000,
    hookTimeout: 120_000,
    // Long enough for a machine that is slow and busy; Vitest's own second is not.
    expect: { poll: { timeout: 60_000 } },
  },
});
