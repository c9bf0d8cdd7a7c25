import { expect, test } from 'vitest';
import { CrashBudget } from '../../../src-main/runs/crew/crash-budget';
import { survivingCrew } from '../../../src-main/runs/crew/surviving-crew';
import type { Device } from '../../../src-shared/devices/devices';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { checkExperiment } from '../../../src-shared/experiment/problems';

const devices = [0, 1, 2, 3].map(
  (index): Device => ({
    kind: 'cpu',
    id: `cpu:${index}`,
    name: `CPU slot ${index}`,
    cores: 4,
    totalMemoryMB: 8000,
    usedMemoryMB: 1000,
  }),
);

function splitOf(parallel: { mode: 'sp' | 'ddp' | 'hybrid'; dataGroups?: number }, samples: number) {
  const experiment = experimentSchema.parse({
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    training: { samples },
    parallel: { ...parallel, devices: devices.map(({ id }) => id) },
  });
  return { devices, experiment };
}

test.each([
  ['sp keeps splitting samples', { mode: 'sp' }, 8, [1], { mode: 'sp' }],
  ['ddp keeps splitting items', { mode: 'ddp' }, 8, [1], { mode: 'ddp' }],
  ['one device is local', { mode: 'sp' }, 8, [0, 1, 2], { mode: 'local' }],
  [
    'hybrid keeps data groups that divide',
    { mode: 'hybrid', dataGroups: 2 },
    8,
    [0, 3],
    { mode: 'hybrid', dataGroups: 2 },
  ],
  [
    'hybrid whose data groups do not divide splits samples',
    { mode: 'hybrid', dataGroups: 2 },
    8,
    [0],
    { mode: 'sp' },
  ],
  ['hybrid with too few samples splits items', { mode: 'hybrid', dataGroups: 2 }, 2, [0], { mode: 'ddp' }],
] as const)('%s', (_what, parallel, samples, lost, expected) => {
  const split = survivingCrew(splitOf(parallel, samples), lost);
  const ids = devices.filter((_, rank) => !(lost as readonly number[]).includes(rank)).map(({ id }) => id);
  expect(split.experiment.parallel).toEqual({ ...expected, devices: ids, elastic: true });
  expect(split.devices.map(({ id }) => id)).toEqual(ids);
  expect(checkExperiment(split.experiment)).toMatchObject({ ok: true });
});

test('where nobody is left, all devices begin again', () => {
  const split = splitOf({ mode: 'sp' }, 8);
  expect(survivingCrew(split, [0, 1, 2, 3])).toEqual(split);
});

test('three crashes in five minutes are borne, each with a longer wait; older ones are forgotten', () => {
  const budget = new CrashBudget(500);
  expect([0, 1, 2].map((minute) => budget.take(minute * 60_000))).toEqual([500, 1000, 2000]);
  expect(budget.take(3 * 60_000)).toBeUndefined();
  expect(budget.take(60 * 60_000)).toBe(500);
});
