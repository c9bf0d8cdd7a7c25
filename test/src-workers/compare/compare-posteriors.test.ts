import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeBytes, encodeFloats } from '../../../src-main/export/npy';
import { posteriorComparisonSchema } from '../../../src-shared/posterior/posterior-comparison';
import { comparePosteriors } from '../../../src-workers/compare/compare-posteriors';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { temporaryFolder } from '../../temporary-folder';
import {
  classMaps,
  pictureMlp,
  type SmallPosterior,
  tableMlp,
  writePosterior,
} from '../posterior/small-posteriors';

function table(): string {
  const noise = new Float32Array(120);
  fillStatelessNormal(8, 1, noise);
  const lines = Array.from({ length: 40 }, (_, row) => noise.subarray(3 * row, 3 * row + 3).join(','));
  const rows = join(temporaryFolder(), 'rows.csv');
  writeFileSync(rows, ['u,v,y', ...lines, ''].join('\n'));
  return rows;
}

async function compared(first: SmallPosterior, second: SmallPosterior, rows: string) {
  const data = { dataset: 'table', path: rows, target: 'y', testFraction: 0.5 } as const;
  const [posterior, other] = [first, second].map((small) =>
    writePosterior(temporaryFolder(), { ...small, experiment: { ...small.experiment, data } }),
  );
  const out = join(temporaryFolder(), 'comparison.json');
  const work = { kind: 'compare', posterior, other, location: rows, out } as const;
  await comparePosteriors(work, { kind: 'javascript' }, () => {});
  return posteriorComparisonSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
}

const withMethod = (method: 'deep-ensemble' | 'mc-dropout'): SmallPosterior => ({
  ...tableMlp,
  experiment: { ...tableMlp.experiment, inference: { method, noise: { kind: 'fixed', std: 0.5 } } },
});

describe('two posteriors of class maps', () => {
  const [items, height, width] = [12, 4, 5];

  /** Every fourth pixel is ignored, and the first item as a whole. */
  function arrays(): string {
    const folder = join(temporaryFolder(), 'arrays');
    mkdirSync(folder);
    const inputs = new Float32Array(items * height * width * 2);
    fillStatelessNormal(8, 1, inputs);
    writeFileSync(join(folder, 'x.npy'), encodeFloats([items, height, width, 2], inputs));
    const labels = Uint8Array.from({ length: items * height * width }, (_, at) =>
      at < height * width || at % 4 === 0 ? 255 : at % 3,
    );
    writeFileSync(join(folder, 'y.npy'), encodeBytes([items, height, width], labels));
    return folder;
  }

  async function comparedMaps(methods: readonly ('variational' | 'point-estimate')[]) {
    const location = arrays();
    const [posterior, other] = methods.map((method) =>
      writePosterior(temporaryFolder(), {
        ...classMaps,
        experiment: {
          ...classMaps.experiment,
          data: { dataset: 'arrays', path: location, task: 'segmentation', testFraction: 0.5 },
          inference: { method },
          training: { ...classMaps.experiment.training, samples: method === 'variational' ? 3 : 1 },
        },
      }),
    );
    const out = join(temporaryFolder(), 'comparison.json');
    await comparePosteriors(
      { kind: 'compare', posterior, other, location, out },
      { kind: 'javascript' },
      () => {},
    );
    return posteriorComparisonSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
  }

  test('that are one name every pixel alike, and no item is scored otherwise', async () => {
    const { items: tested, predictions, paired, apart } = await comparedMaps(['variational', 'variational']);
    expect(tested).toBe(6);
    expect(apart).toBeUndefined();
    expect(predictions).toEqual({ kind: 'classes', isOfPixels: true, agreement: 1, totalVariation: 0 });
    expect(paired.map(({ metric, interval }) => [metric, interval])).toEqual([
      ['nll', [0, 0]],
      ['accuracy', [0, 0]],
    ]);
  });

  test('that differ are paired item by item: accuracies are shares of the 15 pixels of each that count', async () => {
    const { predictions, paired } = await comparedMaps(['variational', 'point-estimate']);
    if (predictions.kind !== 'classes') throw new Error('These are classes.');
    expect(predictions.agreement).toBeLessThan(1);
    expect(predictions.totalVariation).toBeGreaterThan(0);
    const accuracy = paired.find(({ metric }) => metric === 'accuracy');
    // Of six items with as many pixels, or of five where the one that is ignored is tested too.
    const pixels = [6, 5].map((tested) => (accuracy?.first ?? Number.NaN) * tested * 15);
    expect(pixels.some((count) => Math.abs(count - Math.round(count)) < 1e-9)).toBe(true);
  });
});

describe('the items on which two posteriors disagree', () => {
  const classNames = Array.from({ length: 10 }, (_, digit) => String(digit));
  /** Random weights, alike but for the activation between the two layers. */
  const digits = (activation: 'gelu' | 'relu'): SmallPosterior => ({
    ...pictureMlp,
    task: { kind: 'classification', inputShape: [8, 8, 1], classNames },
    experiment: {
      ...pictureMlp.experiment,
      model: { kind: 'mlp', hidden: [5], activation },
      evaluation: { samples: 3 },
    },
  });

  async function comparedDigits(first: SmallPosterior, second: SmallPosterior) {
    const [posterior, other] = [first, second].map((one) => writePosterior(temporaryFolder(), one));
    const out = join(temporaryFolder(), 'comparison.json');
    const location = 'src-main/datasets/digits';
    await comparePosteriors(
      { kind: 'compare', posterior, other, location, out },
      { kind: 'javascript' },
      () => {},
    );
    return posteriorComparisonSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
  }

  test('are the pictures that they name differently, the farthest apart first, as many as they do not agree on', async () => {
    const { items, predictions, apart } = await comparedDigits(digits('gelu'), digits('relu'));
    if (predictions.kind !== 'classes' || apart?.kind !== 'classes') throw new Error('These are classes.');
    expect(apart.all).toBe(Math.round((1 - predictions.agreement) * items));
    expect(apart.all).toBeGreaterThan(0);
    expect(apart.items).toHaveLength(Math.min(100, apart.all));
    expect(apart.pictureShape).toEqual([8, 8, 1]);
    const distances = apart.items.map(({ distance }) => distance);
    expect(distances).toEqual([...distances].sort((a, b) => b - a));
    for (const { named, confidence, pixels } of apart.items) {
      expect(named[0]).not.toBe(named[1]);
      // Of ten classes the likeliest has at least a tenth.
      expect(Math.min(...confidence)).toBeGreaterThanOrEqual(0.1);
      expect(Buffer.from(pixels ?? '', 'base64')).toHaveLength(64);
    }
  });

  test('are none where the two are one', async () => {
    const classes = await comparedDigits(digits('gelu'), digits('gelu'));
    expect(classes.apart).toMatchObject({ all: 0, items: [] });
    const values = await compared(tableMlp, tableMlp, table());
    expect(values.apart).toEqual({ kind: 'values', all: 0, unit: 'MPa', items: [] });
  });

  test('are rows whose means lie apart, in units of how widely the two spread, told with what came', async () => {
    const rows = table();
    const narrow = (activation: 'gelu' | 'relu'): SmallPosterior => ({
      ...tableMlp,
      experiment: {
        ...tableMlp.experiment,
        model: { kind: 'mlp', hidden: [6], activation },
        inference: { noise: { kind: 'fixed', std: 0.01 } },
      },
    });
    const { apart } = await compared(narrow('gelu'), narrow('relu'), rows);
    if (apart?.kind !== 'values') throw new Error('These are values.');
    expect(apart.items).toHaveLength(20);
    expect(apart.all).toBe(apart.items.filter(({ distance }) => distance > 1).length);
    for (const { origin, target, means, stds, distance } of apart.items) {
      expect(origin).toMatch(/^row \d+$/);
      expect(target).toBe('y');
      expect(distance).toBeCloseTo((Math.abs(means[0] - means[1]) / Math.hypot(...stds)) * Math.SQRT2, 9);
    }
    // The posterior's own mean of 10 and deviation of 4 stand in for the table's, so truths rise with the rows' own targets.
    const lines = readFileSync(rows, 'utf8').split('\n');
    const own = apart.items.map(({ origin, truth }) => [
      Number(lines[Number(origin?.slice(4)) - 1]?.split(',')[2]),
      truth,
    ]);
    const byTarget = [...own]
      .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
      .map(([, truth]) => truth ?? Number.NaN);
    expect(byTarget).toEqual([...byTarget].sort((a, b) => a - b));
  });
});

describe('two posteriors', () => {
  test('that are one lie nowhere apart', async () => {
    const { items, samples, predictions, layers } = await compared(tableMlp, tableMlp, table());
    expect(items).toBe(20);
    expect(samples).toEqual([3, 3]);
    expect(predictions).toEqual({
      kind: 'values',
      targets: [{ name: 'y', meanDifference: 0, wasserstein: 0 }],
      unit: 'MPa',
    });
    expect(layers).toHaveLength(2);
    for (const layer of layers as Exclude<typeof layers, string>) expect(layer.wasserstein).toBe(0);
  });

  test('of other noise lie apart by that noise in their distributions, not in their means', async () => {
    const wider = {
      ...tableMlp,
      experiment: { ...tableMlp.experiment, inference: { noise: { kind: 'fixed', std: 5 } } },
    } as const;
    const { predictions } = await compared(tableMlp, wider, table());
    if (predictions.kind !== 'values') throw new Error('These are values.');
    const [{ meanDifference, wasserstein }] = predictions.targets;
    expect(meanDifference).toBe(0);
    expect(wasserstein).toBeGreaterThan(10);
  });

  test('of members are compared by their predictions alone, and it is said why', async () => {
    const { layers, predictions } = await compared(tableMlp, withMethod('deep-ensemble'), table());
    expect(layers).toMatch(/^Members and chains are not compared weight by weight/);
    expect(predictions.kind).toBe('values');
  });
});
