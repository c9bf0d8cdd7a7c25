import { cpus } from 'node:os';
import { expect, test } from 'vitest';
import { MachineUse } from '../../../src-workers/run/machine-use';

test('the cores that a machine keeps busy are between none and all, and more than none while this process works', () => {
  const use = new MachineUse();
  let cores: number | undefined;
  // The system's clock moves in steps of some milliseconds: until then there is nothing to tell.
  for (let turn = 0; cores === undefined || cores === 0; turn += 1) {
    for (let step = 0; step < 1e6; step += 1) Math.sqrt(step + turn);
    cores = use.read();
  }
  expect(cores).toBeGreaterThan(0);
  expect(cores).toBeLessThanOrEqual(cpus().length);
});
