import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import type { InputNormalisation } from '../../../src-shared/posterior/posterior-metadata';
import { AskedPosterior } from '../../../src-workers/ask/asked-posterior';
import { plainItems } from '../../../src-workers/data/run-data';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { Sampler } from '../../../src-workers/posterior/sampler';
import { openPosterior } from '../../../src-workers/posterior/trained-posterior';
import { temporaryFolder } from '../../temporary-folder';
import {
  fieldSwin,
  pictureMlp,
  type SmallPosterior,
  seriesTransformer,
  seriesWithoutCalendar,
  tableMlp,
  writePosterior,
} from '../posterior/small-posteriors';
import { bindingPath } from '../tensorflow';

const local = { parallel: { mode: 'local', devices: ['cpu:0'] } } as const;
const javascript = { kind: 'javascript' } as const;
const digits = resolve('src-main/datasets/digits');
const pixels = Uint8Array.from({ length: 64 }, (_, pixel) => pixel * 4);
const picture = { kind: 'picture', pixels: Buffer.from(pixels).toString('base64') } as const;

async function probabilities(asked: AskedPosterior): Promise<readonly (readonly number[])[]> {
  const answer = await asked.answer(picture);
  if (answer.kind !== 'classes') throw new Error('It was asked for classes.');
  return answer.items[0];
}

describe('a posterior that is asked', () => {
  test('says what it names and how many samples answer', async () => {
    const asked = await AskedPosterior.open(writePosterior(temporaryFolder(), pictureMlp), javascript);
    expect(asked.askable).toEqual({
      samples: 3,
      // The JavaScript engine keeps none.
      drawnAnew: 3,
      predicts: { kind: 'classes', classNames: ['a', 'b', 'c'] },
      items: { kind: 'pictures', shape: [8, 8, 1], ground: 'dark' },
    });
    asked.dispose();
  });

  test('answers with the probabilities of the same samples that predictions of files have, every time', async () => {
    const file = writePosterior(temporaryFolder(), pictureMlp);
    const asked = await AskedPosterior.open(file, javascript);
    const found = await probabilities(asked);
    expect(await probabilities(asked)).toEqual(found);
    const sampler = new Sampler(await openPosterior(file, 'as-scored'), javascript);
    const standardised = Float32Array.from(pixels, (pixel) => (pixel / 255 - 0.3) / 0.25);
    const logs = sampler.predict(standardised, 1);
    found.flat().forEach((probability, at) => {
      expect(probability).toBeCloseTo(Math.exp(logs[at]), 6);
    });
    asked.dispose();
    sampler.dispose();
  });

  test('answers alike with TensorFlow', async () => {
    const file = writePosterior(temporaryFolder(), pictureMlp);
    const slow = await AskedPosterior.open(file, javascript);
    const fast = await AskedPosterior.open(file, { kind: 'tensorflow', binding: bindingPath() });
    const expected = (await probabilities(slow)).flat();
    (await probabilities(fast)).flat().forEach((probability, at) => {
      expect(probability).toBeCloseTo(expected[at], 5);
    });
    slow.dispose();
    fast.dispose();
  });

  test('gives test items as they were before standardisation', async () => {
    const asked = await AskedPosterior.open(writePosterior(temporaryFolder(), pictureMlp), javascript);
    const ask = (place: number) => asked.answer({ kind: 'test-item', location: digits, place });
    expect(await ask(0)).toMatchObject({ kind: 'test-picture', item: 0 });
    const last = await ask(0.9999);
    expect(last).toMatchObject({ item: 359 });
    if (last.kind === 'test-picture') expect(Buffer.from(last.pixels, 'base64')).toHaveLength(64);
    asked.dispose();
  });

  test('brings a picture of the person’s own to its size: the middle of a wide one, in grey', async () => {
    const asked = await AskedPosterior.open(writePosterior(temporaryFolder(), pictureMlp), javascript);
    // 8 x 16 pixels: white in the middle 8 columns, red beside them.
    const own = Uint8Array.from({ length: 8 * 16 * 3 }, (_, at) => {
      const column = Math.floor(at / 3) % 16;
      return (column >= 4 && column < 12) || at % 3 === 0 ? 255 : 0;
    });
    const ask = (bytes: Uint8Array) =>
      asked.answer({
        kind: 'own-picture',
        height: 8,
        width: 16,
        pixels: Buffer.from(bytes).toString('base64'),
      });
    const fitted = await ask(own);
    if (fitted.kind !== 'fitted-picture') throw new Error('A picture was to be brought to size.');
    expect([...Buffer.from(fitted.pixels, 'base64')]).toEqual(Array.from({ length: 64 }, () => 255));
    await expect(ask(own.subarray(3))).rejects.toThrow('not as many pixels as it says');
    asked.dispose();
  });

  test('refuses a picture of another size, test data that are not there and networks of other items, in a sentence each', async () => {
    const folder = temporaryFolder();
    const asked = await AskedPosterior.open(writePosterior(folder, pictureMlp), javascript);
    await expect(asked.answer({ kind: 'picture', pixels: 'AAAA' })).rejects.toThrow(
      'The picture has 3 values; this network takes 8 x 8 x 1.',
    );
    const nowhere = { kind: 'test-item', location: folder, place: 0 } as const;
    await expect(asked.answer(nowhere)).rejects.toThrow('digits.csv is missing');
    asked.dispose();
    const fields = AskedPosterior.open(writePosterior(folder, fieldSwin), javascript);
    await expect(fields).rejects.toThrow('of pictures, of rows of a table and of series');
  });
});

describe('a posterior of a series that is asked', () => {
  /** 80 hours. @param unknown an hour whose value is not known */
  function writeSeries(folder: string, unknown?: number): string {
    const file = join(folder, 'series.csv');
    const lines = Array.from({ length: 80 }, (_, hour) => {
      const time = new Date(Date.UTC(2018, 8, 30, hour)).toISOString();
      return `${time},${hour === unknown ? '' : 20 + (hour % 24)}`;
    });
    writeFileSync(file, `date,OT\n${lines.join('\n')}\n`);
    return file;
  }
  const step = { kind: 'units', units: '3600', digits: 0 } as const;

  for (const [posterior, unknown] of [
    [seriesTransformer, 60],
    [seriesWithoutCalendar, undefined],
  ] as const)
    test(`forecasts a test item as its evaluation does, whatever is not known of it: ${posterior.name}`, async () => {
      const folder = temporaryFolder();
      const [file, location] = [
        writePosterior(folder, { ...posterior, timeStep: step }),
        writeSeries(folder, unknown),
      ];
      const asked = await AskedPosterior.open(file, javascript);
      expect(asked.askable.items).toEqual({ kind: 'series', history: 6, horizon: 4 });
      const sampler = new Sampler(await openPosterior(file, 'as-scored'), javascript);
      const data = await openRunData(sampler.posterior.experiment, location);
      const item = await asked.answer({ kind: 'test-item', location, place: 0.2 });
      if (item.kind !== 'test-series') throw new Error('It was asked for a series.');
      expect(item.times).toHaveLength(10);
      expect(item.values).toHaveLength(6);
      const answer = await asked.answer({ kind: 'series', values: item.values, from: item.times[0] });
      if (answer.kind !== 'values') throw new Error('It was asked for values.');
      const { inputs } = data
        .evaluationReader(1)
        .read(plainItems(data.test.subarray(item.item, item.item + 1)));
      // The posterior keeps how its own data were standardised: 20 ± 5; this file is read anew.
      const restandardised = rescaled(inputs, data.normalisation, posterior.task.inputShape);
      const expected = sampler.predict(restandardised, 1);
      answer.items[0].forEach(({ means }, at) => {
        means.forEach((mean, sample) => {
          expect(mean).toBeCloseTo(20 + 5 * expected[sample * 4 + at], 3);
        });
      });
      asked.dispose();
      sampler.dispose();
    });

  test('refuses another number of values, what is no time, and a calendar without a known step, in a sentence each', async () => {
    const folder = temporaryFolder();
    const asked = await AskedPosterior.open(
      writePosterior(folder, { ...seriesTransformer, timeStep: step }),
      javascript,
    );
    const values = [1, 2, 3, 4, 5, 6];
    await expect(asked.answer({ kind: 'series', values: [1], from: '2018-09-30' })).rejects.toThrow(
      'The series has 1 values; this network forecasts from 6.',
    );
    await expect(asked.answer({ kind: 'series', values, from: 'noon' })).rejects.toThrow('noon is no time');
    asked.dispose();
    const old = await AskedPosterior.open(writePosterior(folder, seriesTransformer), javascript);
    await expect(old.answer({ kind: 'series', values, from: '2018-09-30' })).rejects.toThrow(
      'does not keep the step of its series',
    );
    old.dispose();
  });
});

/** Values of a window from one standardisation to the posterior's, 20 ± 5; 0 stays what is not known, or to be forecast. */
function rescaled(inputs: Float32Array, from: unknown, [, width]: readonly number[]): Float32Array {
  const { mean, std } = from as InputNormalisation;
  return inputs.map((value, at) =>
    at % width === 0 && value !== 0 ? (value * std[0] + mean[0] - 20) / 5 : value,
  );
}

describe('a posterior of a table that is asked', () => {
  test('answers for rows in their own units as predictions of files do, each by itself', async () => {
    const file = writePosterior(temporaryFolder(), tableMlp);
    const asked = await AskedPosterior.open(file, javascript);
    expect(asked.askable).toEqual({
      samples: 3,
      drawnAnew: 3,
      predicts: { kind: 'values', targetNames: ['y'], unit: 'MPa', mean: [10], std: [4] },
      items: { kind: 'rows', names: ['u', 'v'], mean: [1, -2], std: [2, 0.5] },
    });
    const rows = [
      [3, -2],
      [1, -1],
    ];
    const answer = await asked.answer({ kind: 'rows', rows });
    // (3 - 1) / 2 = 1 and so on; a prediction z is 10 + 4 z MPa, a noise of 0.5 is 2 MPa.
    const sampler = new Sampler(await openPosterior(file, 'as-scored'), javascript);
    const expected = sampler.predict(Float32Array.from([1, 0, 0, 2]), 2);
    if (answer.kind !== 'values') throw new Error('It was asked for values.');
    answer.items.forEach(([{ means, stds }], row) => {
      means.forEach((mean, sample) => {
        expect(mean).toBeCloseTo(10 + 4 * expected[sample * 2 + row], 5);
      });
      expect(stds).toEqual([2, 2, 2]);
    });
    asked.dispose();
    sampler.dispose();
  });

  test('answers for more rows than are computed at once, each as by itself', async () => {
    const asked = await AskedPosterior.open(writePosterior(temporaryFolder(), tableMlp), javascript);
    const rows = Array.from({ length: 130 }, (_, row) => [row / 10, -2 + row / 100]);
    const all = await asked.answer({ kind: 'rows', rows });
    if (all.kind !== 'values') throw new Error('It was asked for values.');
    expect(all.items).toHaveLength(130);
    for (const row of [0, 63, 64, 129]) {
      const alone = await asked.answer({ kind: 'rows', rows: [rows[row]] });
      if (alone.kind !== 'values') throw new Error('It was asked for values.');
      expect(all.items[row]).toEqual(alone.items[0]);
    }
    asked.dispose();
  });

  test('gives rows of training and of the test as the file has them', async () => {
    const folder = temporaryFolder();
    const table = join(folder, 'rows.csv');
    const lines = Array.from({ length: 40 }, (_, row) => `${row},${-row / 4},${2 * row}`);
    writeFileSync(table, `u,v,y\n${lines.join('\n')}\n`);
    const { experiment } = tableMlp;
    const ofFile = { ...experiment, data: { dataset: 'table', path: table, target: 'y' } } as const;
    // As a run measures it on its training rows; the posterior keeps it.
    const data = await openRunData(experimentSchema.parse({ ...ofFile, ...local }), table);
    const { task } = data;
    if (task.kind !== 'regression' || tableMlp.task.kind !== 'regression')
      throw new Error('Values were to be learned.');
    const [targetMean, targetStd] = [[...task.targetMean], [...task.targetStd]];
    const measured: SmallPosterior = {
      ...tableMlp,
      experiment: ofFile,
      task: { ...tableMlp.task, targetMean, targetStd },
      normalisation: data.normalisation as InputNormalisation,
    };
    const asked = await AskedPosterior.open(writePosterior(folder, measured), javascript);
    const rows = await asked.answer({ kind: 'training-rows', location: table, most: 10 });
    if (rows.kind !== 'training-rows') throw new Error('It was asked for rows of training.');
    expect(rows.inputs.length).toBeGreaterThan(5);
    expect(rows.inputs.length).toBeLessThanOrEqual(10);
    rows.inputs.forEach(([u, v], row) => {
      expect(u).toBe(Math.round(u));
      expect(v).toBe(-u / 4);
      expect(rows.targets[row][0]).toBeCloseTo(2 * u, 4);
    });
    const tested = await asked.answer({ kind: 'test-item', location: table, place: 0 });
    if (tested.kind !== 'test-row') throw new Error('It was asked for a row of the test.');
    expect(tested.truths[0]).toBeCloseTo(2 * tested.inputs[0], 4);
    asked.dispose();
    data.close();
  });

  test('refuses rows of another width and pictures', async () => {
    const asked = await AskedPosterior.open(writePosterior(temporaryFolder(), tableMlp), javascript);
    await expect(asked.answer({ kind: 'rows', rows: [[1]] })).rejects.toThrow(
      'A row has 1 values; this network takes u, v.',
    );
    await expect(asked.answer(picture)).rejects.toThrow('asked about rows of a table');
    asked.dispose();
  });
});
