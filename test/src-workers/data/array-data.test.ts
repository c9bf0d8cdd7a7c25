import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openArrays } from '../../../src-files/arrays/open-arrays';
import { isOfNumbers, numbersOf } from '../../../src-files/arrays/stored-array';
import { checkData } from '../../../src-files/data/check-data';
import { withFingerprint } from '../../../src-files/fingerprinting';
import { encodeDoubles } from '../../../src-main/export/npy';
import { BadInputError } from '../../../src-shared/errors';
import { type Experiment, experimentSchema } from '../../../src-shared/experiment/experiment';
import { plainItems, type RunData } from '../../../src-workers/data/run-data';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { temporaryFolder } from '../../temporary-folder';

const fixtures = join(import.meta.dirname, '../../src-files/arrays/fixtures');
/** What NumPy reads of them (write_arrays.py). */
const read = JSON.parse(readFileSync(join(fixtures, 'read.json'), 'utf8')) as {
  readonly x: number[][][];
  readonly y: number[];
  readonly names: string[];
  readonly pictures: number[][][];
  readonly types: Readonly<Record<string, number[][]>>;
};

function experimentOn(file: string, data: object = {}): Experiment {
  return experimentSchema.parse({
    seed: 3,
    data: { dataset: 'arrays', path: file, ...data },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
}

const open = (name: string, data: object = {}) => {
  const file = join(fixtures, name);
  return openRunData(experimentOn(file, data), file);
};
const check = (file: string, data: object = {}) => checkData(experimentOn(file, data).data, file);

/** An item's inputs as they were before they were standardised. */
function rawInputs(data: RunData, item: number): number[] {
  const { mean, std } = data.normalisation as { mean: number[]; std: number[] };
  const { inputs } = data.evaluationReader(1).read(plainItems(Uint32Array.of(item)));
  return Array.from(inputs, (value, at) => value * std[at % std.length] + mean[at % mean.length]);
}

describe('arrays', () => {
  test.each([
    ['plain.npz', ['0', '1', '2']],
    ['packed.npz', ['cat', 'dog', 'émeu']],
    ['plain.safetensors', ['0', '1', '2']],
    ['plain.h5', ['0', '1', '2']],
  ])('of %s are what NumPy reads', async (name, classNames) => {
    const data = await open(name);
    expect(data.task).toMatchObject({ kind: 'classification', inputShape: [3, 2], classNames });
    expect([...data.targetsOf(Uint32Array.from(read.y.keys()))]).toEqual(read.y);
    read.x.forEach((rows, item) => {
      // Single precision, of numbers up to 3.
      const raw = rawInputs(data, item);
      for (const [at, value] of rows.flat().entries()) expect(raw[at]).toBeCloseTo(value, 5);
    });
    data.close();
  });

  test('are standardised for each place of the last axis, on what is trained on', async () => {
    const data = await open('plain.npz');
    const columnOf = (column: number) =>
      Array.from(data.train).flatMap((item) => read.x[item].map((row) => row[column]));
    const { mean, std } = data.normalisation as { mean: number[]; std: number[] };
    for (const column of [0, 1]) {
      const values = columnOf(column);
      const average = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(mean[column]).toBeCloseTo(average, 12);
      const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length;
      expect(std[column]).toBeCloseTo(Math.sqrt(variance), 12);
    }
    data.close();
  });

  test('with splits keep them, and bytes of two axes are grey pictures', async () => {
    const data = await open('split.npz');
    expect(data.task.inputShape).toEqual([4, 5, 1]);
    expect([...data.test]).toEqual([8, 9, 10, 11]);
    expect([data.train.length, data.validation.length]).toEqual([8, 0]);
    expect(data.warnings[0]).toMatch(/x_train holds bytes of 4 x 5: grey pictures of one channel\.$/);
    const raw = rawInputs(data, 9);
    for (const [at, value] of read.pictures[9].flat().entries()) expect(raw[at]).toBeCloseTo(value, 3);
    data.close();
  });

  test('in a folder of NPY files are those of a NPZ file', async () => {
    const folder = temporaryFolder();
    copyFileSync(join(fixtures, 'alone.npy'), join(folder, 'x.npy'));
    copyFileSync(join(fixtures, 'alone.npy'), join(folder, 'other.npy'));
    expect([...(await openArrays(folder, ['x', 'y'])).keys()]).toEqual(['x']);
  });

  test('of numbers of every type are read, big-endian ones too', async () => {
    const arrays = await openArrays(join(fixtures, 'types.npz'), Object.keys(read.types));
    for (const [name, values] of Object.entries(read.types)) {
      const array = arrays.get(name);
      if (!array || !isOfNumbers(array)) throw new Error(`${name} is missing.`);
      const rows = numbersOf(array);
      for (const [item, row] of values.entries()) expect([...rows.of(item)], name).toEqual(row);
      rows.close();
    }
  });

  test('predict values where they are asked to', async () => {
    const data = await open('floats.npz', { task: 'regression' });
    expect(data.task).toMatchObject({ kind: 'regression', targetShape: [1], targetNames: ['y'] });
    const { targetMean, targetStd } = data.task as Extract<typeof data.task, { kind: 'regression' }>;
    const values = Array.from(
      data.targetsOf(Uint32Array.of(0, 1, 2)),
      (v) => v * targetStd[0] + targetMean[0],
    );
    for (const [at, value] of [0, 0.25, 0.5].entries()) expect(values[at]).toBeCloseTo(value, 6);
    data.close();
  });

  test('predict several values of an item, of one array or of several, in the order they are named in', async () => {
    const folder = temporaryFolder();
    const save = (name: string, shape: number[], values: readonly number[]) =>
      writeFileSync(join(folder, `${name}.npy`), encodeDoubles(shape, Float64Array.from(values)));
    save('x', [4, 1], [0, 1, 2, 3]);
    save('place', [4, 2], [0, 10, 1, 30, 2, 20, 5, 40]);
    save('mass', [4], [7, 8, 9, 12]);
    const settings = {
      targets: ['mass', 'place'],
      task: 'regression',
      testFraction: 0,
      validationFraction: 0,
    };
    const data = await openRunData(experimentOn(folder, settings), folder);
    const { task } = data;
    if (task.kind !== 'regression') throw new Error('Values are predicted.');
    expect(task).toMatchObject({ targetShape: [3], targetNames: ['mass', 'place[0]', 'place[1]'] });
    expect(task.targetMean).toEqual([9, 2, 25]);
    const values = Array.from(
      data.targetsOf(Uint32Array.of(3, 1)),
      (value, at) => value * task.targetStd[at % 3] + task.targetMean[at % 3],
    );
    for (const [at, value] of [12, 5, 40, 8, 1, 30].entries()) expect(values[at]).toBeCloseTo(value, 5);
    data.close();
  });

  test('are known again by the bytes of their file', async () => {
    const { data } = experimentOn(join(fixtures, 'plain.npz'));
    const { fingerprint } = await withFingerprint(() => checkData(data, join(fixtures, 'plain.npz')));
    expect(fingerprint.files).toMatchObject([
      { name: 'plain.npz', bytes: readFileSync(join(fixtures, 'plain.npz')).length },
    ]);
  });
});

describe('what cannot be trained on is refused in a sentence', () => {
  test.each([
    [
      'fortran.npz',
      {},
      'fortran.npz: x is stored column by column; save numpy.ascontiguousarray of it instead.',
    ],
    ['objects.npz', {}, 'not Python’s objects.'],
    [
      'hot.npz',
      {},
      'hot.npz: y has 3 numbers for each item; one is predicted: a class (of one-hot rows their argmax), or a value.',
    ],
    ['short.npz', {}, 'short.npz: y has 11 items, but'],
    [
      'floats.npz',
      {},
      'floats.npz: y: 0.25 of item 1 (counted from 0) is no class; classes are whole numbers or texts, and numbers are predicted by data.task: regression.',
    ],
    [
      'unknown.npz',
      {},
      'unknown.npz: x: item 7 (counted from 0) holds NaN; every input must be a finite number.',
    ],
    ['packed.npz', { task: 'regression' }, 'Y holds texts; they are classes (data.task: classification).'],
    ['plain.npz', { inputs: 'z' }, 'plain.npz has no array z beside y; arrays are called x and y'],
    ['plain.npz', { testFraction: 0.9, validationFraction: 0.9 }, 'leave none of 12 items to train on.'],
    ['read.json', {}, 'read.json is no NPZ, NPY, safetensors or HDF5 file, whatever its name says.'],
  ])('%s with %j', async (name, data, sentence) => {
    const error = await check(join(fixtures, name), data).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BadInputError);
    expect((error as Error).message).toContain(sentence);
  });

  test.each(['plain.npz', 'packed.npz', 'plain.safetensors', 'plain.h5'])(
    '%s that is cut off',
    async (name) => {
      const bytes = readFileSync(join(fixtures, name));
      for (const share of [0.02, 0.3, 0.6, 0.98]) {
        const file = join(temporaryFolder(), name);
        writeFileSync(file, bytes.subarray(0, bytes.length * share));
        await expect(check(file), String(share)).rejects.toThrow(BadInputError);
      }
    },
  );
});
