import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { classDoubt } from '../../../src-renderer/runs/ask/class-doubt';
import { valueDoubt } from '../../../src-renderer/runs/ask/value-doubt';
import { learnedByDefault } from '../../../src-shared/experiment/noise/learned';
import type { Answer, PartAnswer } from '../../../src-shared/posterior/asking';
import { AskedPosterior } from '../../../src-workers/ask/asked-posterior';
import { Sampler } from '../../../src-workers/posterior/sampler';
import { openPosterior } from '../../../src-workers/posterior/trained-posterior';
import { predictFile } from '../../../src-workers/predict/predict-file';
import { temporaryFolder } from '../../temporary-folder';
import {
  classMaps,
  headsOfTable,
  pictureMlp,
  type SmallPosterior,
  smallPosteriors,
  tableMlp,
  textsOfTable,
  writePosterior,
} from '../posterior/small-posteriors';

const javascript = { kind: 'javascript' } as const;
const rows = [
  [3, -2],
  [1, -1],
  [-4, -2.25],
];

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  vi.stubEnv('PARASAMPLE_CACHE', temporaryFolder());
});
afterEach(() => vi.unstubAllEnvs());

function named(name: string): SmallPosterior {
  const found = smallPosteriors.find((one) => one.name === name);
  if (!found) throw new Error(`There is no small posterior called ${name}.`);
  return found;
}

/** What `predict` writes of the items of a file or folder: a column by its name. */
async function predicted(posterior: string, input: string) {
  const out = join(folder, 'out.csv');
  await predictFile({ kind: 'predict', posterior, input, out, format: 'csv' }, javascript, () => {});
  const { header, rows: lines, cell } = parseCsv(readFileSync(out), out);
  return (name: string) => {
    const at = header.indexOf(name);
    if (at < 0) throw new Error(`predict writes no ${name}, but ${header.join(', ')}.`);
    return Array.from({ length: lines }, (_, line) => Number(cell(line, at)));
  };
}

function partsOf(answer: Answer): readonly PartAnswer[] {
  if (answer.kind !== 'several') throw new Error('It was asked for several things.');
  return answer.parts;
}

type Columns = Awaited<ReturnType<typeof predicted>>;

function expectValues(answer: PartAnswer, columns: Columns, name: string): void {
  if (answer.kind !== 'values') throw new Error(`${name} has values.`);
  answer.items.forEach(([value], item) => {
    const doubt = valueDoubt(value);
    const at = (column: string) => columns(`${name}.${column}`)[item];
    expect(doubt.mean).toBeCloseTo(at('mean'), 4);
    expect(doubt.aleatoric).toBeCloseTo(at('std_aleatoric'), 4);
    expect(doubt.epistemic).toBeCloseTo(at('std_epistemic'), 4);
  });
}

function expectClasses(answer: PartAnswer, columns: Columns, name: string, classes: readonly string[]): void {
  if (answer.kind !== 'classes') throw new Error(`${name} has classes.`);
  answer.items.forEach((samples, item) => {
    const doubt = classDoubt(samples);
    classes.forEach((one, label) => {
      expect(doubt.pooled[label]).toBeCloseTo(columns(`${name}.p_${one}`)[item], 5);
    });
    expect(doubt.aleatoric).toBeCloseTo(columns(`${name}.aleatoric_nats`)[item], 5);
    expect(doubt.epistemic).toBeCloseTo(columns(`${name}.mutual_information_nats`)[item], 5);
  });
}

const regression = {
  kind: 'regression',
  inputShape: [8, 8, 1],
  targetShape: [1],
  targetNames: ['age'],
  targetUnit: 'a',
  targetMean: [3],
  targetStd: [2],
} as const;

const listOfPictures = { dataset: 'images', path: 'unused.csv', size: [8, 8], colours: 'grey' };
const testing = { testFraction: 0.4, validationFraction: 0.2 };

/** An age of each picture. */
const agesOfPictures: SmallPosterior = {
  ...pictureMlp,
  name: 'ages of pictures',
  experiment: {
    ...pictureMlp.experiment,
    data: { ...listOfPictures, ...testing, task: 'regression', target: 'age' } as never,
    inference: { noise: { kind: 'predicted' } },
  },
  task: {
    ...regression,
    inputShape: [8, 8, 1],
    targetShape: [1],
    targetNames: ['age'],
    targetMean: [3],
    targetStd: [2],
  },
};

/** A class and an age of each picture. */
const headsOfPictures: SmallPosterior = {
  ...pictureMlp,
  name: 'heads of pictures',
  experiment: {
    ...pictureMlp.experiment,
    data: {
      ...listOfPictures,
      ...testing,
      target: ['kind', 'age'],
      heads: [{ target: 'kind', task: 'classification' }, { target: 'age' }],
    } as never,
  },
  task: {
    kind: 'heads',
    inputShape: [8, 8, 1],
    targetShape: [2],
    heads: [
      {
        ...{ name: 'kind', noise: learnedByDefault, weight: 1, outputs: [] },
        task: { kind: 'classification', inputShape: [8, 8, 1], classNames: ['a', 'b', 'c'] },
      },
      {
        ...{ name: 'age', noise: learnedByDefault, weight: 1, outputs: [] },
        task: {
          ...regression,
          inputShape: [8, 8, 1],
          targetShape: [1],
          targetNames: ['age'],
          targetMean: [3],
          targetStd: [2],
        },
      },
    ],
  },
};

describe('what is asked of a network with several things to say', () => {
  test('are all its heads by name, each with its classes or its unit', async () => {
    const asked = await AskedPosterior.open(writePosterior(folder, headsOfTable), javascript);
    expect(asked.askable.predicts).toEqual({
      kind: 'several',
      parts: [
        { name: 'kind', predicts: { kind: 'classes', classNames: ['flat', 'house'] } },
        { name: 'y', predicts: { kind: 'values', targetNames: ['y'], unit: 'MPa', mean: [10], std: [4] } },
        { name: 'n', predicts: { kind: 'values', targetNames: ['n'], unit: 'MPa', mean: [0], std: [6.5] } },
      ],
    });
    asked.dispose();
  });

  test('is answered for each head with what predict writes of the same rows and samples', async () => {
    const posterior = writePosterior(folder, headsOfTable);
    writeFileSync(join(folder, 'rows.csv'), `u,v\n${rows.map((row) => row.join(',')).join('\n')}\n`);
    const columns = await predicted(posterior, join(folder, 'rows.csv'));
    const asked = await AskedPosterior.open(posterior, javascript);
    const [kind, y, n] = partsOf(await asked.answer({ kind: 'rows', rows }));
    expectClasses(kind, columns, 'kind', ['flat', 'house']);
    expectValues(y, columns, 'y');
    expectValues(n, columns, 'n');
    asked.dispose();
  });

  test.each(['two values', 'two values under one noise', 'two values of chains'])(
    'is answered for each of several values with what predict writes: %s',
    async (name) => {
      const posterior = writePosterior(folder, named(name));
      writeFileSync(join(folder, 'rows.csv'), `u,v\n${rows.map((row) => row.join(',')).join('\n')}\n`);
      const columns = await predicted(posterior, join(folder, 'rows.csv'));
      const asked = await AskedPosterior.open(posterior, javascript);
      const [y, z] = partsOf(await asked.answer({ kind: 'rows', rows }));
      expectValues(y, columns, 'y');
      expectValues(z, columns, 'z');
      asked.dispose();
    },
  );

  test('says the unit of each value that the cells of its column said', async () => {
    const two = named('two values');
    const inUnits = { ...two, task: { ...two.task, cellUnits: ['kg', ''] } as SmallPosterior['task'] };
    const asked = await AskedPosterior.open(writePosterior(folder, inUnits), javascript);
    const { predicts } = asked.askable;
    if (predicts.kind !== 'several') throw new Error('Several things were to be predicted.');
    expect(predicts.parts.map((part) => 'unit' in part.predicts && part.predicts.unit)).toEqual([
      'kg',
      false,
    ]);
    asked.dispose();
  });

  test('has a truth for each in rows of the test and of training: a label, a value in its unit, a count', async () => {
    const table = join(folder, 'rows.csv');
    const lines = Array.from({ length: 40 }, (_, row) =>
      [row, -row / 4, row % 3 === 0 ? 'house' : 'flat', 2 * row, row % 7].join(','),
    );
    writeFileSync(table, `u,v,kind,y,n\n${lines.join('\n')}\n`);
    const asked = await AskedPosterior.open(writePosterior(folder, headsOfTable), javascript);
    const rowsOfTraining = await asked.answer({ kind: 'training-rows', location: table, most: 10 });
    if (rowsOfTraining.kind !== 'training-rows') throw new Error('It was asked for rows of training.');
    const tested = await asked.answer({ kind: 'test-item', location: table, place: 0 });
    if (tested.kind !== 'test-row') throw new Error('It was asked for a row of the test.');
    // How the file is standardised is not how the posterior's data were: 10 ± 4; labels stay what they are.
    for (const targets of [...rowsOfTraining.targets, tested.truths]) {
      expect(targets).toHaveLength(3);
      expect([0, 1]).toContain(targets[0]);
      expect(Number.isInteger(targets[2])).toBe(true);
    }
    asked.dispose();
  });
});

describe('a network of pictures that predicts numbers', () => {
  const grey = Uint8Array.from({ length: 64 }, (_, pixel) => pixel * 4);
  const picture = { kind: 'picture', pixels: Buffer.from(grey).toString('base64') } as const;

  function pictureFolder(): string {
    const pictures = join(folder, 'pictures');
    mkdirSync(pictures);
    writeFileSync(join(pictures, 'one.png'), encode({ width: 8, height: 8, channels: 1, data: grey }));
    return pictures;
  }

  test('answers for one number with what predict writes of the same picture', async () => {
    const posterior = writePosterior(folder, agesOfPictures);
    const columns = await predicted(posterior, pictureFolder());
    const asked = await AskedPosterior.open(posterior, javascript);
    expect(asked.askable).toMatchObject({
      predicts: { kind: 'values', targetNames: ['age'], unit: 'a' },
      items: { kind: 'pictures', shape: [8, 8, 1] },
    });
    const answer = await asked.answer(picture);
    if (answer.kind !== 'values') throw new Error('It was asked for a value.');
    const doubt = valueDoubt(answer.items[0][0]);
    expect(doubt.mean).toBeCloseTo(columns('mean')[0], 4);
    expect(doubt.aleatoric).toBeCloseTo(columns('std_aleatoric')[0], 4);
    expect(doubt.epistemic).toBeCloseTo(columns('std_epistemic')[0], 4);
    asked.dispose();
  });

  test('answers for a class and a number at once', async () => {
    const posterior = writePosterior(folder, headsOfPictures);
    const columns = await predicted(posterior, pictureFolder());
    const asked = await AskedPosterior.open(posterior, javascript);
    const [kind, age] = partsOf(await asked.answer(picture));
    expectClasses(kind, columns, 'kind', ['a', 'b', 'c']);
    expectValues(age, columns, 'age');
    asked.dispose();
  });

  test('gives test pictures with what came of each', async () => {
    const fixtures = join(import.meta.dirname, '../../src-files/pictures/fixtures');
    const files = ['colour.png', 'lossless.webp', 'plain.tif', 'palette.png', 'colour.jpg'];
    for (const file of files) copyFileSync(join(fixtures, file), join(folder, file));
    const list = join(folder, 'list.csv');
    const lines = files.map(
      (file, at) => `${file},${'abcab'[at]},${[1, 3, 5, 5, 7][at]},${at < 4 ? 'train' : 'test'}`,
    );
    writeFileSync(list, `file,kind,age,split\n${lines.join('\n')}\n`);
    const asked = await AskedPosterior.open(writePosterior(folder, headsOfPictures), javascript);
    const item = await asked.answer({ kind: 'test-item', location: list, place: 0 });
    if (item.kind !== 'test-picture') throw new Error('It was asked for a picture.');
    expect(Buffer.from(item.pixels, 'base64')).toHaveLength(64);
    expect(item.truths[0]).toBe(1);
    expect(item.truths).toHaveLength(2);
    asked.dispose();
  });
});

test('a network that names pixels is not asked, in a sentence', async () => {
  await expect(AskedPosterior.open(writePosterior(folder, classMaps), javascript)).rejects.toThrow(
    'this one names its pixels; let it predict for files instead',
  );
});

test('a network whose texts have embeddings is asked by places among them, as predictions of files are', async () => {
  const file = writePosterior(folder, textsOfTable);
  const asked = await AskedPosterior.open(file, javascript);
  expect(asked.askable.items).toMatchObject({
    names: ['u', 'v', 'site', 'kind'],
    texts: [
      { input: 2, categories: ['a', 'b', 'c'] },
      { input: 3, categories: ['x', 'y'] },
    ],
  });
  // b and y, and of both columns any other text.
  const rows = [
    [3, -2, 2, 2],
    [3, -2, 0, 0],
  ];
  const answer = await asked.answer({ kind: 'rows', rows });
  const sampler = new Sampler(await openPosterior(file, 'as-scored'), javascript);
  const expected = sampler.predict(Float32Array.from([1, 0, 2, 2, 1, 0, 0, 0]), 2);
  if (answer.kind !== 'values') throw new Error('It was asked for values.');
  answer.items.forEach(([{ means }], row) => {
    means.forEach((mean, sample) => {
      expect(mean).toBeCloseTo(10 + 4 * expected[sample * 2 + row], 4);
    });
  });
  for (const place of [1.5, 4, -1])
    await expect(asked.answer({ kind: 'rows', rows: [[3, -2, place, 1]] })).rejects.toThrow(
      `site is ${place}, which is no place among its 3 texts, nor 0 for any other.`,
    );
  asked.dispose();
  sampler.dispose();
});

test('a network of one value is asked as before', async () => {
  const asked = await AskedPosterior.open(writePosterior(folder, tableMlp), javascript);
  expect(asked.askable.predicts.kind).toBe('values');
  asked.dispose();
});
