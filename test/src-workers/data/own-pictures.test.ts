import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { checkData } from '../../../src-files/data/check-data';
import { withFingerprint } from '../../../src-files/fingerprinting';
import { BadInputError } from '../../../src-shared/errors';
import type { DataSettings } from '../../../src-shared/experiment/data';
import { type Experiment, experimentSchema } from '../../../src-shared/experiment/experiment';
import { checkExperiment, describeProblems } from '../../../src-shared/experiment/problems';
import { plainItems } from '../../../src-workers/data/run-data';
import { stratifiedSplit } from '../../../src-workers/data/stratified-split';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { temporaryFolder } from '../../temporary-folder';

const fixtures = join(import.meta.dirname, '../../src-files/pictures/fixtures');

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  vi.stubEnv('PARASAMPLE_CACHE', temporaryFolder());
});
afterEach(() => vi.unstubAllEnvs());

function put(fixture: string, name: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  copyFileSync(join(fixtures, fixture), join(folder, name));
}

function experimentOn(data: object, training = {}): Experiment {
  return experimentSchema.parse({
    seed: 3,
    data: { dataset: 'images', path: folder, size: [30, 40], ...data },
    model: { kind: 'mlp' },
    training,
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
}

function checked(data: object): void {
  const found = checkExperiment(experimentOn(data));
  if (!found.ok) throw new Error(describeProblems(found.problems));
}
const read = async (experiment: Experiment) => openRunData(experiment, folder);
const check = (data: DataSettings) => withFingerprint(() => checkData(data, folder));

describe('pictures of one’s own', () => {
  beforeEach(() => {
    put('colour.png', 'train/cat/1.png');
    put('lossless.webp', 'train/cat/2.webp');
    put('plain.tif', 'train/dog/1.tif');
    put('palette.png', 'val/dog/1.png');
    put('colour.jpg', 'test/cat/1.jpg');
  });

  test('come with their splits, classes and pixels, normalised on what is trained on', async () => {
    const data = await read(experimentOn({}));
    // In the order of folders: test/cat/1.jpg is item 0.
    expect([[...data.test], [...data.train], [...data.validation]]).toEqual([[0], [1, 2, 3], [4]]);
    expect(data.task).toMatchObject({ inputShape: [30, 40, 3], classNames: ['cat', 'dog'] });
    expect([...data.targetsOf(Uint32Array.of(0, 1, 2, 3, 4))]).toEqual([0, 0, 0, 1, 1]);
    // All three to train on hold the same pixels: 6 columns in red, whose mean is 6 · 19.5 and variance 36 (40² - 1) / 12.
    const { mean, std } = data.normalisation as { mean: number[]; std: number[] };
    expect(mean[0]).toBeCloseTo((6 * 19.5) / 255, 10);
    expect(std[0]).toBeCloseTo(Math.sqrt((36 * (40 ** 2 - 1)) / 12) / 255, 10);
    const { inputs } = data.evaluationReader(1).read(plainItems(Uint32Array.of(2)));
    // Row 0, column 5: red is 30.
    expect(inputs[5 * 3]).toBeCloseTo((30 / 255 - mean[0]) / std[0], 5);
    expect(data.pictureOf?.(0)).toMatchObject({ item: 0, label: 0, height: 30, width: 40 });
    data.close();
  });

  test('are normalised by ImageNet’s statistics where that is asked for', async () => {
    const data = await read(experimentOn({ statistics: 'imagenet' }));
    expect(data.normalisation).toEqual({ mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] });
    const { inputs } = data.evaluationReader(1).read(plainItems(Uint32Array.of(2)));
    // torchvision: Normalize of 30 / 255 in red.
    expect(inputs[5 * 3]).toBeCloseTo((30 / 255 - 0.485) / 0.229, 5);
    data.close();
    expect(() => checked({ statistics: 'imagenet', colours: 'grey' })).toThrow(
      /^data\.statistics: ImageNet’s are of red, green and blue/,
    );
  });

  test('that cannot be read are refused by name, or left out and told where that is asked for', async () => {
    writeFileSync(join(folder, 'train/cat/1.png'), '');
    const sentence = `${join(folder, 'train/cat/1.png')} has 0 bytes; it should hold a picture.`;
    await expect(read(experimentOn({}))).rejects.toThrow(sentence);
    const data = await read(experimentOn({ broken: 'skip' }));
    expect(data.warnings.join(' ')).toContain(`1 picture is left out (data.broken: skip): ${sentence}`);
    // train/cat/1.png was item 1; those behind it moved up, with their own labels and pixels.
    expect([[...data.test], [...data.train], [...data.validation]]).toEqual([[0], [1, 2], [3]]);
    expect([...data.targetsOf(Uint32Array.of(0, 1, 2, 3))]).toEqual([0, 0, 1, 1]);
    expect(data.keys[0].of(1)).toEqual(['train/cat/2.webp']);
    const { inputs } = data.evaluationReader(1).read(plainItems(Uint32Array.of(1)));
    const { mean, std } = data.normalisation as { mean: number[]; std: number[] };
    expect(inputs[5 * 3] * std[0] + mean[0]).toBeCloseTo(30 / 255, 5);
    data.close();
    // What was kept with it left out is no excuse for a run that refuses.
    await expect(read(experimentOn({}))).rejects.toThrow(`${sentence} Take it away or write it anew;`);
  });

  test('are decoded once, and again where a file changed', async () => {
    const { data } = experimentOn({});
    const first = await check(data);
    expect(first.value).toEqual([30, 40, 3]);
    expect(first.fingerprint.files).toMatchObject([
      { bytes: expect.any(Number), sha256: expect.any(String) },
    ]);
    // Other bytes under the same time and size are found in the cache as they were.
    const again = await check(data);
    expect(again.fingerprint).toEqual(first.fingerprint);
    put('progressive.jpg', 'test/cat/1.jpg');
    utimesSync(join(folder, 'test/cat/1.jpg'), new Date(), new Date(Date.now() + 5000));
    const changed = await check(data);
    expect(changed.fingerprint).not.toEqual(first.fingerprint);
  });

  test('are the same data wherever their folder lies', async () => {
    const before = await check(experimentOn({}).data);
    const elsewhere = join(temporaryFolder(), 'other', before.fingerprint.files[0].name);
    cpSync(folder, elsewhere, { recursive: true });
    const { data } = experimentOn({ path: elsewhere });
    const moved = await withFingerprint(() => checkData(data, elsewhere));
    expect(moved.fingerprint).toEqual(before.fingerprint);
  });

  test('that are damaged are named before anything starts', async () => {
    writeFileSync(
      join(folder, 'train/dog/1.tif'),
      readFileSync(join(fixtures, 'colour.jpg')).subarray(0, 500),
    );
    await expect(check(experimentOn({}).data)).rejects.toThrow(BadInputError);
    await expect(check(experimentOn({}).data)).rejects.toThrow(
      /train\/dog\/1\.tif is no whole JPEG file .* leave such pictures out \(data\.broken: skip/,
    );
    rmSync(join(folder, 'train/dog/1.tif'));
    await expect(check(experimentOn({}).data)).rejects.toThrow(/train\/dog has no picture of its class/);
  });

  test('are seen in random views as those of known sets are', async () => {
    const data = await read(experimentOn({ mirrored: true }, { views: 2 }));
    const request = { indices: Uint32Array.of(1, 1), epoch: 0, views: [0, 1] };
    const { inputs } = data.trainReader(2).read(request);
    expect(inputs.subarray(0, 3600)).not.toEqual(inputs.subarray(3600));
    data.close();
  });
});

describe('a stratified split', () => {
  const items = Array.from({ length: 40 }, (_, item) => ({ label: item < 30 ? 0 : 1, split: undefined }));
  const shares = { testFraction: 0.2, validationFraction: 0.25 };

  test('has the shares of each class, every item once, the same for the same seed', () => {
    const split = stratifiedSplit(items, shares, 7);
    const counts = [split.train, split.validation, split.test].map((numbers) => [
      numbers.filter((item) => item < 30).length,
      numbers.filter((item) => item >= 30).length,
    ]);
    // Of 30: 6 test, a quarter of 24 validate. Of 10: 2 test, a quarter of 8 validates.
    expect(counts).toEqual([
      [18, 6],
      [6, 2],
      [6, 2],
    ]);
    const all = [...split.train, ...split.validation, ...split.test].sort((a, b) => a - b);
    expect(all).toEqual(items.map((_, item) => item));
    expect(stratifiedSplit(items, shares, 7)).toEqual(split);
    expect(stratifiedSplit(items, shares, 8)).not.toEqual(split);
  });

  test('leaves items where they belong', () => {
    const placed = items.map((item, at) => ({
      ...item,
      split: at % 4 === 0 ? ('test' as const) : undefined,
    }));
    const split = stratifiedSplit(placed, { ...shares, testFraction: 0 }, 7);
    expect([...split.test]).toEqual([0, 4, 8, 12, 16, 20, 24, 28, 32, 36]);
  });
});
