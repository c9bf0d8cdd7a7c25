import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeBytes, encodeFloats } from '../../../src-main/export/npy';
import { posteriorComparisonSchema } from '../../../src-shared/posterior-comparison';
import { comparePosteriors } from '../../../src-workers/compare/compare-posteriors';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { temporaryFolder } from '../../temporary-folder';
import { classMaps, type SmallPosterior, tableMlp, writePosterior } from '../posterior/small-posteriors';

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
    const { items: tested, predictions, paired } = await comparedMaps(['variational', 'variational']);
    expect(tested).toBe(6);
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
