import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkData } from '../../../src-files/data/check-data';
import { encodeBytes, encodeFloats } from '../../../src-main/export/npy';
import { BadInputError } from '../../../src-shared/errors';
import {
  type Experiment,
  type ExperimentInput,
  experimentSchema,
} from '../../../src-shared/experiment/experiment';
import { checkExperiment } from '../../../src-shared/experiment/problems';
import { plainItems } from '../../../src-workers/data/run-data';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { temporaryFolder } from '../../temporary-folder';

type Shape = readonly number[];

const [items, height, width] = [10, 2, 3];

interface Arrays {
  readonly inputs?: Shape;
  readonly maps?: Shape;
  /** By the number of a pixel among all. */
  readonly labelOf?: (pixel: number) => number;
}

/** A folder with x.npy and y.npy. */
function folderOf({
  inputs = [items, height, width, 3],
  maps = [items, height, width],
  labelOf = (pixel) => pixel % 3,
}: Arrays): string {
  const folder = join(temporaryFolder(), 'arrays');
  mkdirSync(folder);
  const size = (shape: Shape) => shape.reduce((product, side) => product * side, 1);
  writeFileSync(
    join(folder, 'x.npy'),
    encodeBytes(
      inputs,
      Uint8Array.from({ length: size(inputs) }, (_, at) => at),
    ),
  );
  const labels = Uint8Array.from({ length: size(maps) }, (_, pixel) => labelOf(pixel));
  writeFileSync(join(folder, 'y.npy'), encodeBytes(maps, labels));
  return folder;
}

function experimentOn(path: string, data: object = {}): Experiment {
  return experimentSchema.parse({
    data: { dataset: 'arrays', path, task: 'segmentation', ...data },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  } as ExperimentInput);
}

const open = (path: string, data: object = {}) => openRunData(experimentOn(path, data), path);

describe('arrays with class maps', () => {
  test('give each pixel its label, and -1 where the file has the one to ignore', async () => {
    const data = await open(folderOf({ labelOf: (pixel) => (pixel % 5 === 0 ? 255 : pixel % 3) }));
    expect(data.task).toEqual({
      kind: 'segmentation',
      inputShape: [height, width, 3],
      targetShape: [height, width],
      classNames: ['0', '1', '2'],
    });
    // Item 1 has the pixels 6 to 11.
    expect([...data.targetsOf(Uint32Array.of(1))]).toEqual([0, 1, 2, 0, -1, 2]);
    const batch = data.trainReader(2).read(plainItems(Uint32Array.of(1, 0)));
    expect([...batch.targets]).toEqual([0, 1, 2, 0, -1, 2, -1, 1, 2, 0, 1, -1]);
    expect(data.warnings[0]).toMatch(
      /y: 3 classes of pixels; 20\.0 % of the pixels are ignored \(label 255\)\.$/,
    );
    expect(data.drawnOf?.(1)).toMatchObject({
      height,
      width,
      channels: 3,
      pixels: Uint8Array.from({ length: 18 }, (_, at) => 18 + at),
    });
    data.close();
  });

  test('may have an axis of one, and grey items of two axes', async () => {
    const data = await open(folderOf({ inputs: [items, height, width], maps: [items, 1, height, width] }));
    expect(data.task).toMatchObject({ inputShape: [height, width, 1], targetShape: [height, width] });
    data.close();
  });

  test('have classes by name, also one that no pixel has, which is told', async () => {
    const data = await open(folderOf({}), { classNames: ['sky', 'road', 'car', 'tram'] });
    expect(data.task).toMatchObject({ classNames: ['sky', 'road', 'car', 'tram'] });
    expect(data.warnings.join(' ')).toContain('The train split has no pixel of 1 of 4 classes: tram.');
    data.close();
  });
});

describe('class maps that cannot be trained on are refused in a sentence', () => {
  test.each<[string, Arrays, object, string]>([
    [
      'of another size',
      { maps: [items, 4, 5] },
      {},
      'y has maps of 4 x 5 for items of 2 x 3 x 3; a class map has the height and width of its item, 2 x 3.',
    ],
    [
      'of items with channels in front',
      { inputs: [items, 4, height, width] },
      {},
      'y has maps of 2 x 3 for items of 4 x 2 x 3; channels come last here (np.moveaxis(x, 1, -1)).',
    ],
    [
      'of items that are no pictures',
      { inputs: [items, 7] },
      {},
      'Inputs of class maps are height x width x channels, and items of these are 7.',
    ],
    ['of one class', { labelOf: () => 4 }, {}, 'y holds one class only (4).'],
    [
      'whose other class is ignored',
      { labelOf: (pixel) => (pixel % 2) * 255 },
      {},
      'y holds one class only (0) beside what is ignored (255); is that a class (data.ignoredLabel: -1)?',
    ],
    [
      'with a label that is no class',
      { labelOf: (pixel) => (pixel === 7 ? 255 : pixel % 3) },
      { ignoredLabel: -1 },
      'y, item 1 (counted from 0): 255 is no class: classes are numbered 0, 1, ..., up to 254, and none is ignored (data.ignoredLabel).',
    ],
    [
      'with a label above the names',
      {},
      { classNames: ['a', 'b'] },
      'y, item 0 (counted from 0): 2 is no class: 2 classes are named (data.classNames), which have the labels 0 to 1, and 255 is ignored (data.ignoredLabel).',
    ],
    [
      'with gaps',
      { labelOf: (pixel) => (pixel % 2) * 128 },
      {},
      'y holds the labels 0, 128 alone; classes are numbered from 0 without gaps: write 0 to 1 in their place.',
    ],
    [
      'as if they were classes of items',
      {},
      { task: 'classification' },
      'y has 2 x 3 numbers for each item; a class for each of its pixels is predicted by data.task: segmentation, else one class or value an item.',
    ],
  ])('%s', async (_what, arrays, settings, sentence) => {
    const folder = folderOf(arrays);
    const { data } = experimentOn(folder, settings);
    const error = await checkData(data, folder).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BadInputError);
    expect((error as Error).message).toContain(sentence);
  });

  test('of numbers with fractions', async () => {
    const folder = folderOf({});
    writeFileSync(
      join(folder, 'y.npy'),
      encodeFloats([items, height, width], new Float32Array(items * height * width)),
    );
    await expect(checkData(experimentOn(folder).data, folder)).rejects.toThrow(
      'y holds numbers with fractions; class maps are of whole numbers, as np.uint8.',
    );
  });
});

describe('settings of class maps', () => {
  const problemsOf = (data: object, inference: object = {}) => {
    const checked = checkExperiment({ ...experimentOn('arrays', data), inference });
    return checked.ok ? [] : checked.problems;
  };

  test.each([
    [
      { task: 'classification', classNames: ['a', 'b'] },
      'Names the classes of pixels; set data.task to segmentation, or leave it empty.',
    ],
    [{ classNames: ['a', 'b', 'a'] }, 'a is there twice; each class has a name of its own.'],
  ])('%j are refused', (data, message) => {
    expect(problemsOf(data)).toContainEqual({ path: 'data.classNames', message });
  });

  test('Laplace’s approximation is not there for them', () => {
    expect(problemsOf({}, { method: 'laplace' }).map(({ path }) => path)).toContain('inference.method');
  });
});
