import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { posteriorComparisonSchema } from '../../../src-shared/posterior-comparison';
import { comparePosteriors } from '../../../src-workers/compare/compare-posteriors';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { temporaryFolder } from '../../temporary-folder';
import { type SmallPosterior, tableMlp, writePosterior } from '../posterior/small-posteriors';

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
