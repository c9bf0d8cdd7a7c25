import { vi } from 'vitest';

/**
 * How long a condition may take that a spec sets no limit of its own for, in milliseconds: a machine that is slow and
 * busy needs far more than Vitest's one second, and one that is quick never waits for it.
 */
const patienceMs = 60_000;

const { waitFor } = vi;
vi.waitFor = (callback, options = {}) =>
  waitFor(callback, {
    timeout: patienceMs,
    ...(typeof options === 'number' ? { timeout: options } : options),
  });
