import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeCifarBatch } from '../../../src-files/images/cifar';
import { readImages } from '../../../src-files/images/read-images';
import { BadInputError } from '../../../src-shared/errors';
import type { ImageSetSettings } from '../../../src-shared/experiment/data/image-sets';

const digits = join(import.meta.dirname, '../../../src-main/datasets/digits');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The sentence with which a data set is refused. */
async function refusal(dataset: ImageSetSettings['dataset']): Promise<string> {
  const error = await readImages(dataset, folder).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BadInputError);
  return (error as Error).message;
}

describe('digits', () => {
  test('1,437 images to train and 360 to test, 8 x 8, ink 0 to 16 as bytes 0 to 255', async () => {
    const { train, test: testing, classNames } = await readImages('digits', digits);
    expect(train).toMatchObject({ items: 1437, height: 8, width: 8, channels: 1, classes: 10 });
    expect(testing).toMatchObject({ items: 360, height: 8, width: 8, channels: 1, classes: 10 });
    expect(train.images).toHaveLength(1437 * 64);
    expect(classNames).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    const inkLevels = new Set([...train.images, ...testing.images]);
    expect(inkLevels).toEqual(new Set(Array.from({ length: 17 }, (_, ink) => Math.round((ink * 255) / 16))));
  });

  test('the split is the same everywhere, takes every image once and holds every digit', async () => {
    const { train, test: testing } = await readImages('digits', digits);
    expect([...train.labels.subarray(0, 10)]).toEqual([5, 5, 3, 5, 2, 9, 9, 1, 1, 8]);
    const pictures = [train, testing].flatMap(({ images, items }) =>
      Array.from({ length: items }, (_, item) => images.subarray(item * 64, (item + 1) * 64).join()),
    );
    const rows = gunzipSync(await readFile(join(digits, 'digits.csv.gz')))
      .toString()
      .trim()
      .split('\n');
    const published = rows.map((row) =>
      row
        .split(',')
        .slice(0, 64)
        .map((ink) => Math.round((+ink * 255) / 16))
        .join(),
    );
    expect(pictures.sort()).toEqual(published.sort());
    expect(new Set(testing.labels).size).toBe(10);
  });

  test('a file cut off, or with a row that is none, is named', async () => {
    const csv = gunzipSync(await readFile(join(digits, 'digits.csv.gz'))).toString();
    const file = join(folder, 'digits.csv');
    await writeFile(file, csv.split('\n').slice(0, 1000).join('\n'));
    expect(await refusal('digits')).toBe(`${file} has 1000 rows; the whole file has 1797.`);
    await writeFile(file, csv.replace('\n0,0,0,12,', '\n0,0,17,12,'));
    expect(await refusal('digits')).toContain(`${file}, line 2: a row is 64 whole numbers from 0 to 16`);
  });
});

const idxNames = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
] as const;

function idx(magic: number, sizes: readonly number[], values: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  [magic, ...sizes].forEach((value, index) => {
    header.writeUInt32BE(value, 4 * index);
  });
  return Buffer.concat([header, Buffer.from(values)]);
}

describe('idx files', () => {
  const trainImages = idx(0x803, [2, 1, 3], [1, 2, 3, 4, 5, 6]);
  const trainLabels = idx(0x801, [2], [9, 0]);
  const testImages = idx(0x803, [1, 1, 3], [7, 8, 255]);
  const testLabels = idx(0x801, [1], [4]);

  async function writeAll(replaced: Partial<Record<(typeof idxNames)[number], Buffer>> = {}): Promise<void> {
    const contents = [trainImages, trainLabels, testImages, testLabels];
    for (const [index, name] of idxNames.entries()) {
      await writeFile(join(folder, name), replaced[name] ?? (contents[index] as Buffer));
    }
  }

  test('plain and gzipped files are read side by side', async () => {
    await writeAll();
    await rm(join(folder, idxNames[0]));
    await writeFile(join(folder, `${idxNames[0]}.gz`), gzipSync(trainImages));
    const { train, test: testing } = await readImages('fashion-mnist', folder);
    expect(train).toMatchObject({ items: 2, height: 1, width: 3, channels: 1, classes: 10 });
    expect([...train.images]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...train.labels]).toEqual([9, 0]);
    expect([...testing.images]).toEqual([7, 8, 255]);
  });

  test('of other pictures than the published ones have numbers for classes, and no clothes', async () => {
    await writeAll();
    const { classNames } = await readImages('fashion-mnist', folder);
    expect(classNames).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  const name = 'train-images-idx3-ubyte';
  const cases: readonly (readonly [string, Parameters<typeof writeAll>[0], string])[] = [
    [
      'truncated images',
      { [name]: trainImages.subarray(0, -1) },
      `${name} is truncated: its header promises 6`,
    ],
    ['a truncated header', { [name]: trainImages.subarray(0, 9) }, `${name} is truncated: it has 9 bytes`],
    [
      'bytes too many',
      { [name]: Buffer.concat([trainImages, Buffer.alloc(2)]) },
      `${name} has 2 bytes too many`,
    ],
    ['another kind of file', { [name]: trainLabels.subarray() }, `${name} is truncated`],
    [
      'a wrong magic number',
      { [name]: Buffer.alloc(30, 1) },
      'begins with 0x01010101, which should be 0x00000803',
    ],
    [
      'a header that claims all memory',
      { [name]: idx(0x803, [2 ** 32 - 1, 2 ** 31, 2 ** 31], []) },
      'truncated',
    ],
    ['no images', { [name]: idx(0x803, [0, 28, 28], []) }, `${name} holds no images`],
    [
      'a label out of range',
      { 't10k-labels-idx1-ubyte': idx(0x801, [1], [10]) },
      't10k-labels-idx1-ubyte: label 10 of item 0 is out of range; labels are 0 to 9.',
    ],
    [
      'fewer labels than images',
      { 'train-labels-idx1-ubyte': idx(0x801, [1], [3]) },
      'train-labels-idx1-ubyte has 1 labels',
    ],
    [
      'images of two sizes',
      { 't10k-images-idx3-ubyte': idx(0x803, [1, 3, 1], [7, 8, 255]) },
      'training images are 1 x 3, test images 3 x 1',
    ],
  ];
  test.each(cases)('%s is refused by name', async (_what, replaced, sentence) => {
    await writeAll(replaced);
    expect(await refusal('fashion-mnist')).toContain(sentence);
  });

  test('a missing file is named with all that the folder should hold', async () => {
    await writeAll();
    await rm(join(folder, 't10k-labels-idx1-ubyte'));
    expect(await refusal('fashion-mnist')).toBe(
      `${join(folder, 't10k-labels-idx1-ubyte')} is missing; the folder of fashion-mnist holds ${idxNames.join(', ')}, plain or with .gz at the end.`,
    );
  });

  test('a gzip file that was cut off is named', async () => {
    await writeAll();
    await rm(join(folder, name));
    await writeFile(join(folder, `${name}.gz`), gzipSync(trainImages).subarray(0, 20));
    expect(await refusal('fashion-mnist')).toContain(`${name}.gz is truncated or no gzip file`);
  });
});

describe('cifar-10-batches-bin', () => {
  const trainNames = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`);

  /** One image a batch; pixel p of channel c is (batch + 40 c + p) % 256. */
  function record(batch: number): Buffer {
    const planes = [0, 1, 2].flatMap((channel) =>
      Array.from({ length: 1024 }, (_, pixel) => (batch + 40 * channel + pixel) % 256),
    );
    return Buffer.from([batch, ...planes]);
  }

  async function writeAll(): Promise<void> {
    for (const [index, name] of trainNames.entries()) await writeFile(join(folder, name), record(index));
    await writeFile(join(folder, 'test_batch.bin'), Buffer.concat([record(8), record(9)]));
  }

  test('planes become pixels, batches follow each other', async () => {
    await writeAll();
    const { train, test: testing } = await readImages('cifar-10', folder);
    expect(train).toMatchObject({ items: 5, height: 32, width: 32, channels: 3, classes: 10 });
    expect([...train.labels]).toEqual([0, 1, 2, 3, 4]);
    expect([...train.images.subarray(0, 6)]).toEqual([0, 40, 80, 1, 41, 81]);
    expect([...train.images.subarray(4 * 3072, 4 * 3072 + 3)]).toEqual([4, 44, 84]);
    expect([...testing.labels]).toEqual([8, 9]);
  });

  test('classes have the names that lie beside the batches, and else their numbers', async () => {
    await writeAll();
    const namesOf = async () => (await readImages('cifar-10', folder)).classNames;
    expect(await namesOf()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    const names = ['oak', 'ash', 'elm', 'fir', 'yew', 'fig', 'bay', 'box', 'may', 'tea'];
    await writeFile(join(folder, 'batches.meta.txt'), `${names.join('\n')}\n\n`);
    expect(await namesOf()).toEqual(names);
  });

  test('a batch is written as it is read', async () => {
    await writeAll();
    const { images, labels } = (await readImages('cifar-10', folder)).test;
    expect(Buffer.from(encodeCifarBatch({ images, labels }))).toEqual(Buffer.concat([record(8), record(9)]));
  });

  test('a truncated, an empty and a mislabelled batch are named', async () => {
    await writeAll();
    const file = join(folder, 'data_batch_3.bin');
    await writeFile(file, record(2).subarray(0, 3000));
    expect(await refusal('cifar-10')).toContain(`${file} is truncated or has bytes too many: 3000 bytes`);
    await writeFile(file, '');
    expect(await refusal('cifar-10')).toContain(`${file} is empty`);
    await writeFile(file, record(10));
    expect(await refusal('cifar-10')).toContain(`${file}: label 10 of image 0 is out of range`);
  });
});
