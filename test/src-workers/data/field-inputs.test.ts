import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkData } from '../../../src-files/data/check-data';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { plainItems, type RunData } from '../../../src-workers/data/run-data';
import { openRunData } from '../../../src-workers/kinds-of-data';

/** Recorded with xarray and NumPy: `python test/parity/record_field_inputs.py test/parity/fixtures/field-inputs`. */
const folder = 'test/parity/fixtures/field-inputs';

interface Split {
  readonly items: readonly number[];
  /** [items][height x width x inputs], null where not known. */
  readonly inputs: readonly (readonly (number | null)[])[];
  readonly targets: readonly (readonly (number | null)[])[];
}

interface Case {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly splits: Readonly<Record<'train' | 'validation' | 'test', Split>>;
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly targetMean: readonly number[];
  readonly targetStd: readonly number[];
  readonly targetNames: readonly string[];
}

const recorded: Readonly<Record<string, Case>> = JSON.parse(
  readFileSync(join(folder, 'expected.json'), 'utf8'),
);

const experimentOn = (file: string, settings: Readonly<Record<string, unknown>>) =>
  experimentSchema.parse({
    data: { dataset: 'field', path: file, testFraction: 0.2, validationFraction: 0.1, ...settings },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });

const cases = Object.entries(recorded).flatMap(([name, expected]) =>
  ['era.nc', 'era.zarr'].map((file) => ({ name, file: join(folder, file), expected })),
);

/** In the files' own units; what is not known is null. */
function meant(values: ArrayLike<number>, mean: readonly number[], std: readonly number[]) {
  return Array.from(values, (value, at) =>
    Number.isNaN(value) ? null : value * std[at % std.length] + mean[at % mean.length],
  );
}

function expectNear(found: readonly (number | null)[], expected: readonly (number | null)[], what: string) {
  expect(found.length, what).toBe(expected.length);
  found.forEach((value, at) => {
    const right = expected[at];
    if (value === null || right === null) expect(value, `${what}, ${at}`).toBe(right);
    else expect(Math.abs(value - right), `${what}, ${at}`).toBeLessThanOrEqual(1e-5 * Math.abs(right) + 1e-3);
  });
}

function regressionOf({ task }: RunData) {
  if (task.kind !== 'regression') throw new Error('Fields are values.');
  return task;
}

test.each(cases)('$name of $file are what xarray and NumPy make of them', async ({ file, expected }) => {
  const { data: settings, ...experiment } = experimentOn(file, expected.settings);
  const data = await openRunData({ ...experiment, data: settings }, file);
  const task = regressionOf(data);
  const normalisation = data.normalisation as { readonly mean: number[]; readonly std: number[] };
  expect(task.targetNames).toEqual(expected.targetNames);
  expect(await checkData(settings, file)).toEqual(task.inputShape);
  expectNear(normalisation.mean, expected.mean, 'means');
  expectNear(normalisation.std, expected.std, 'standard deviations');
  expectNear(task.targetMean, expected.targetMean, 'means of targets');
  expectNear(task.targetStd, expected.targetStd, 'standard deviations of targets');
  for (const split of ['train', 'validation', 'test'] as const) {
    const { items, inputs, targets } = expected.splits[split];
    expect([...data[split]], split).toEqual(items);
    items.forEach((item, at) => {
      const read = data.evaluationReader(1).read(plainItems(Uint32Array.of(item)));
      // What is not known is the mean.
      const filled = inputs[at].map((value, place) => value ?? expected.mean[place % expected.mean.length]);
      expectNear(meant(read.inputs, expected.mean, expected.std), filled, `inputs of ${item}`);
      expectNear(
        meant(read.targets, expected.targetMean, expected.targetStd),
        targets[at],
        `targets of ${item}`,
      );
    });
  }
});

test('inputs are called by their step, and what came last is of the targets alone', async () => {
  const name = 'three steps of history';
  const file = join(folder, 'era.nc');
  const data = await openRunData(experimentOn(file, recorded[name].settings), file);
  expect(data.normalisation).toMatchObject({
    names: ['tp (t-2)', 't2m (t-2)', 'tp (t-1)', 't2m (t-1)', 'tp (t)', 't2m (t)'],
  });
  const item = data.test[0];
  // t2m is the last but one of each cell's six inputs.
  const last = data.persistenceOf?.(Uint32Array.of(item)) ?? [];
  const { inputs } = data.evaluationReader(1).read(plainItems(Uint32Array.of(item)));
  expect([...last]).toEqual([...inputs].filter((_, at) => at % 6 === 5));
});

test('rows weigh by their area in the likelihood where they are told to, and are latitudes', async () => {
  const file = join(folder, 'era.nc');
  const plain = await openRunData(experimentOn(file, { variables: ['t2m'] }), file);
  expect(regressionOf(plain)).not.toHaveProperty('rowWeights');
  const weighed = await openRunData(experimentOn(file, { variables: ['t2m'], areaWeights: true }), file);
  // Rows of a degree at 60, 59 and 58 degrees north: sines of their bounds by hand.
  const sine = (degrees: number) => Math.sin((degrees * Math.PI) / 180);
  const areas = [60.5, 59.5, 58.5].map((north) => sine(north) - sine(north - 1));
  const mean = (areas[0] + areas[1] + areas[2]) / 3;
  regressionOf(weighed).rowWeights?.forEach((weight, row) => {
    expect(weight).toBeCloseTo(areas[row] / mean, 12);
  });
  const bare = 'test/parity/fixtures/netcdf/xarray-without-time.nc';
  const { data } = experimentOn(bare, { variables: ['v'], areaWeights: true });
  await expect(checkData(data, bare)).rejects.toThrow('data.areaWeights: the rows of');
});

test.each([
  [
    { static: ['tp'] },
    'changes at its time step 1 (from 0); name it in data.variables, where each step is seen.',
  ],
  [{ static: ['lsd'] }, 'data.static: test/parity/fixtures/field-inputs/era.nc has no variable named lsd'],
  [{ targets: ['z 925'], levels: [500, 850] }, 'has no variable named z 925'],
  [
    { history: 30 },
    'none has the 29 before it (data.history) and is followed by the next without a gap in time.',
  ],
])('%j are refused in a sentence', async (settings, says) => {
  const file = join(folder, 'era.nc');
  const { data } = experimentOn(file, { variables: ['t2m'], ...settings });
  await expect(checkData(data, file)).rejects.toThrow(says);
});
