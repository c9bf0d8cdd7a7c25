import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { checkData } from '../../../src-files/data/check-data';
import { BadInputError } from '../../../src-shared/errors';
import { type Experiment, experimentSchema } from '../../../src-shared/experiment/experiment';
import { plainItems, type RunData } from '../../../src-workers/data/run-data';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { temporaryFolder } from '../../temporary-folder';

const fixtures = join(import.meta.dirname, '../../src-files/pictures');
const read: Readonly<Record<string, number[]>> = JSON.parse(
  readFileSync(join(fixtures, 'masks/read.json'), 'utf8'),
);
const [height, width] = [30, 40];

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  vi.stubEnv('PARASAMPLE_CACHE', temporaryFolder());
  for (const item of ['a', 'b', 'c', 'd']) {
    put('fixtures/colour.png', `images/${item}.png`);
    put('masks/palette.png', `masks/${item}.png`);
  }
});
afterEach(() => vi.unstubAllEnvs());

function put(fixture: string, name: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  copyFileSync(join(fixtures, fixture), join(folder, name));
}

function experimentOn(data: object = {}, training = {}): Experiment {
  return experimentSchema.parse({
    seed: 3,
    data: {
      dataset: 'images',
      path: folder,
      task: 'segmentation',
      size: [height, width],
      testFraction: 0.25,
      validationFraction: 0,
      ...data,
    },
    model: { kind: 'mlp' },
    training,
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
}

/** Red, green and blue of each pixel as they were before they were standardised. */
function coloursOf({ normalisation }: RunData, inputs: Float32Array): readonly (readonly number[])[] {
  const { mean, std } = normalisation as { mean: number[]; std: number[] };
  return Array.from({ length: inputs.length / 3 }, (_, pixel) =>
    [0, 1, 2].map((channel) =>
      Math.round(255 * (inputs[pixel * 3 + channel] * std[channel] + mean[channel])),
    ),
  );
}

const open = (data: object = {}, training = {}) => openRunData(experimentOn(data, training), folder);

describe('pictures with masks beside them', () => {
  test('have a class for each pixel, in the order of their names', async () => {
    put('masks/palette.png', 'masks/nobody.png');
    put('fixtures/colour.png', 'previews/a.png');
    const data = await open();
    expect(data.task).toEqual({
      kind: 'segmentation',
      inputShape: [height, width, 3],
      targetShape: [height, width],
      classNames: ['0', '1', '2', '3'],
    });
    expect([data.train.length, data.validation.length, data.test.length]).toEqual([3, 0, 1]);
    const labels = read.labels.map((label) => (label === 255 ? -1 : label));
    expect([...data.targetsOf(Uint32Array.of(2))]).toEqual(labels);
    expect(data.warnings.join(' ')).toMatch(
      /1 mask has no picture and is left out\. Beside images and masks these folders are left out: previews\. The masks: 4 classes of pixels; \d+\.\d % of the pixels are ignored \(label 255\)\./,
    );
    data.close();
  });

  test('keep the splits of folders, and masks of other pictures may hold other classes', async () => {
    for (const split of ['train', 'test']) {
      put('fixtures/colour.jpg', `${split}/images/sub/x.jpg`);
      put(split === 'test' ? 'masks/few.png' : 'masks/grey.png', `${split}/masks/sub/x.png`);
    }
    const data = await open();
    expect([[...data.test], [...data.train]]).toEqual([[0], [1]]);
    expect([...data.targetsOf(data.test)]).toEqual(read.few);
    expect(data.warnings.join(' ')).toContain('The test split has no pixel of 2 of 4 classes: 2, 3.');
    data.close();
  });

  test('of another size are cut as their pictures are, by the nearest filter', async () => {
    const data = await open({ size: [20, 20], resize: 'cover' });
    const labels = read['cover 20x20'].map((label) => (label === 255 ? -1 : label));
    expect([...data.targetsOf(Uint32Array.of(0))]).toEqual(labels);
    data.close();
  });

  test('are shifted and mirrored as their pictures are, and what comes in from outside is ignored', async () => {
    const data = await open({ mirrored: true }, { views: 2 });
    const plain = data.targetsOf(Uint32Array.of(0));
    const reader = data.trainReader(2);
    const seen = new Set<string>();
    for (let epoch = 0; epoch < 8; epoch += 1) {
      const { inputs, targets } = reader.read({ indices: Uint32Array.of(0, 0), epoch, views: [0, 1] });
      const colours = coloursOf(data, inputs);
      // Of colour.png, red is 6 times the column and green 8 times the row: they say where a pixel is from. Outside is black.
      const expected = colours.map(([red, green, blue]) =>
        red + green + blue === 0 ? -1 : plain[(green / 8) * width + red / 6],
      );
      expect([...targets]).toEqual(expected);
      seen.add(colours[0].join()).add(colours[height * width].join());
    }
    expect(seen.size).toBeGreaterThan(4);
    data.close();
  });

  test('are read alike for evaluation, without random views', async () => {
    const data = await open({}, { views: 1 });
    const { targets } = data.evaluationReader(1).read(plainItems(Uint32Array.of(1)));
    expect([...targets]).toEqual([...data.targetsOf(Uint32Array.of(1))]);
    data.close();
  });
});

test('pictures with masks that are taken for classes are told what to set', async () => {
  const { warnings, close } = await open({ task: 'classification' });
  expect(warnings[0]).toBe(
    'images and masks are taken for classes; where the second holds masks of the first, set data.task to segmentation.',
  );
  close();
});

describe('masks that cannot be trained on are refused in a sentence', () => {
  const refusal = async (data: object = {}) => {
    const error = await checkData(experimentOn(data).data, folder).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BadInputError);
    return (error as Error).message;
  };

  test('a picture without a mask', async () => {
    rmSync(join(folder, 'masks/c.png'));
    expect(await refusal()).toBe(
      `${join(folder, 'images/c.png')} has no mask; it would be ${join(folder, 'masks/c.png')}, with the label of each of its pixels.`,
    );
  });

  test('no folder of masks', async () => {
    rmSync(join(folder, 'masks'), { recursive: true });
    expect(await refusal()).toBe(
      `${folder} has no folder masks; pictures lie in images and the mask of each, with the same name, in masks, perhaps in train, val and test.`,
    );
  });

  test('another size than its picture’s', async () => {
    put('masks/smaller.png', 'masks/b.png');
    expect(await refusal()).toBe(
      `${join(folder, 'masks/b.png')} has 29 x 40 pixels, and its picture ${join(folder, 'images/b.png')} 30 x 40; both are of one size. A run can also leave out pictures with such masks (data.broken: skip, in the window “Pictures that cannot be read”).`,
    );
  });

  test('colours that say no label', async () => {
    put('masks/colours.png', 'masks/d.png');
    expect(await refusal()).toMatch(/d\.png has colours and no palette/);
  });

  test('a label above the classes that are named', async () => {
    expect(await refusal({ classNames: ['a', 'b', 'c'] })).toBe(
      'masks/a.png: 3 is no class: 3 classes are named (data.classNames), which have the labels 0 to 2, and 255 is ignored (data.ignoredLabel).',
    );
  });

  test('a label that is not ignored and no class', async () => {
    expect(await refusal({ ignoredLabel: 0 })).toMatch(
      /a\.png: 255 is no class: classes are numbered 0, 1, \.\.\., up to 254, and 0 is ignored \(data\.ignoredLabel\)\. A run can also leave out pictures with such masks/,
    );
  });
});
