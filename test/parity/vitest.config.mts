import { defineConfig } from 'vitest/config';

/** What needs torch_blue itself; `npm run parity` installs it and names its Python in PARASAMPLE_PARITY_PYTHON. */
export default defineConfig({
  test: {
    include: ['test/parity/**/*.parity.ts'],
    // TensorFlow's native library does not survive in worker threads.
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
