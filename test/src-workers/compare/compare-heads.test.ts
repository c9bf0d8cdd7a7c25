import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { posteriorComparisonSchema } from '../../../src-shared/posterior/posterior-comparison';
import { comparePosteriors } from '../../../src-workers/compare/compare-posteriors';
import { temporaryFolder } from '../../temporary-folder';
import { headsOfTable, type SmallPosterior, writePosterior } from '../posterior/small-posteriors';

describe('two posteriors of several heads', () => {
  const classes = ['flat', 'house'];
  const lines = Array.from({ length: 60 }, (_, row) => [
    row % 5,
    -2 + (row % 7) / 10,
    classes[row % 3 === 0 ? 1 : 0],
    (row * 7) % 11,
    row % 4,
  ]);

  async function comparedHeads(activations: readonly ('gelu' | 'relu')[]) {
    const location = join(temporaryFolder(), 'rows.csv');
    writeFileSync(location, ['u,v,kind,y,n', ...lines.map((line) => line.join(',')), ''].join('\n'));
    const counts = { kind: 'poisson', zeroIs: 'one' } as const;
    const task = headsOfTable.task as Extract<SmallPosterior['task'], { kind: 'heads' }>;
    const [kind, y, n] = task.heads;
    const ofCounts = { ...n, noise: counts, task: { ...n.task, targetStd: [1] } } as typeof n;
    const [posterior, other] = activations.map((activation) =>
      writePosterior(temporaryFolder(), {
        ...headsOfTable,
        task: { ...task, heads: [kind, y, ofCounts] },
        experiment: {
          ...headsOfTable.experiment,
          model: { kind: 'mlp', hidden: [6], activation },
          data: {
            dataset: 'table',
            path: location,
            target: ['kind', 'y', 'n'],
            testFraction: 0.5,
            heads: [
              { target: 'kind', task: 'classification' },
              { target: 'y', noise: { kind: 'log-variance' } },
              { target: 'n', noise: counts },
            ],
          },
          evaluation: { samples: 3 },
        },
      }),
    );
    const out = join(temporaryFolder(), 'comparison.json');
    const work = { kind: 'compare', posterior, other, location, out } as const;
    await comparePosteriors(work, { kind: 'javascript' }, () => {});
    const comparison = posteriorComparisonSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
    return { comparison, heads: [comparison, ...(comparison.otherHeads ?? [])] };
  }

  const lineOf = (origin: string | undefined) => lines[Number(origin?.slice('row '.length)) - 2] ?? [];

  test('are compared head by head, in their order', async () => {
    const { comparison, heads } = await comparedHeads(['gelu', 'relu']);
    expect(heads.map(({ head }) => head)).toEqual(['kind', 'y', 'n']);
    const [{ predictions, paired, apart }, ...ofValues] = heads;
    if (predictions.kind !== 'classes') throw new Error('These are classes.');
    expect(apart?.all).toBe(Math.round((1 - predictions.agreement) * comparison.items));
    expect(paired.map(({ metric }) => metric)).toEqual(['nll', 'accuracy']);
    for (const { head, predictions: own } of ofValues) {
      if (own.kind !== 'values') throw new Error('These are values.');
      expect(own.targets.map(({ name }) => name)).toEqual([head]);
      expect(own.targets[0].meanDifference).toBeGreaterThan(0);
    }
  });

  test('are told with the truths of each head’s own column', async () => {
    const { heads } = await comparedHeads(['gelu', 'relu']);
    const [kind, , counts] = heads.map(({ apart }) => apart);
    if (kind?.kind !== 'classes' || counts?.kind !== 'values')
      throw new Error('These are a class and counts.');
    for (const { origin, label } of kind.items) expect(classes[label]).toBe(lineOf(origin)[2]);
    expect(counts.items.length).toBeGreaterThan(0);
    for (const { origin, truth, means } of counts.items) {
      expect(truth).toBe(lineOf(origin)[4]);
      // Rates.
      expect(Math.min(...means)).toBeGreaterThan(0);
    }
  });

  test('that are one lie nowhere apart in any head', async () => {
    const { heads } = await comparedHeads(['gelu', 'gelu']);
    for (const { apart, predictions } of heads) {
      expect(apart).toMatchObject({ all: 0, items: [] });
      if (predictions.kind === 'classes')
        expect(predictions).toMatchObject({ agreement: 1, totalVariation: 0 });
      else expect(predictions.targets[0]).toMatchObject({ meanDifference: 0, wasserstein: 0 });
    }
  });
});
