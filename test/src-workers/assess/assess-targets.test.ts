import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { assessmentMetrics } from '../../../src-shared/assessment/assessment-metrics';
import type { PosteriorTask } from '../../../src-shared/posterior/posterior-metadata';
import { temporaryFolder } from '../../temporary-folder';
import { headsOfTable, type SmallPosterior, tableMlp } from '../posterior/small-posteriors';
import { assess } from './assessing';

/** 60 rows with a class, a value and a count; half of them are tested on. */
function heads(): { readonly rows: string; readonly posterior: SmallPosterior } {
  const rows = join(temporaryFolder(), 'rows.csv');
  const lines = Array.from(
    { length: 60 },
    (_, row) =>
      `${row % 5},${-2 + (row % 7) / 10},${row % 3 === 0 ? 'house' : 'flat'},${(row * 7) % 11},${row % 4}`,
  );
  writeFileSync(rows, ['u,v,kind,y,n', ...lines, ''].join('\n'));
  const counts = { kind: 'poisson', zeroIs: 'one' } as const;
  const data: SmallPosterior['experiment']['data'] = {
    dataset: 'table',
    path: rows,
    target: ['kind', 'y', 'n'],
    testFraction: 0.5,
    heads: [
      { target: 'kind', task: 'classification' },
      { target: 'y', noise: { kind: 'log-variance' } },
      { target: 'n', noise: counts },
    ],
  };
  const { heads: all, ...task } = headsOfTable.task as Extract<PosteriorTask, { kind: 'heads' }>;
  const [kind, y, n] = all;
  const ofCounts = { ...n, noise: counts, task: { ...n.task, targetStd: [1] } } as typeof n;
  return {
    rows,
    posterior: {
      ...headsOfTable,
      task: { ...task, heads: [kind, y, ofCounts] },
      experiment: { ...headsOfTable.experiment, data, evaluation: { samples: 3 } },
    },
  };
}

/** Two values under one likelihood. */
function values(): { readonly rows: string; readonly posterior: SmallPosterior } {
  const rows = join(temporaryFolder(), 'rows.csv');
  const lines = Array.from(
    { length: 40 },
    (_, row) => `${row % 5},${-2 + (row % 7) / 10},${row % 3},${1000 * (row % 11)}`,
  );
  writeFileSync(rows, ['u,v,y,z', ...lines, ''].join('\n'));
  const data: SmallPosterior['experiment']['data'] = {
    dataset: 'table',
    path: rows,
    target: ['y', 'z'],
    testFraction: 0.5,
  };
  const task = tableMlp.task as Extract<PosteriorTask, { kind: 'regression' }>;
  return {
    rows,
    posterior: {
      ...tableMlp,
      task: {
        ...task,
        targetShape: [2],
        targetNames: ['y', 'z'],
        targetMean: [10, 500],
        targetStd: [4, 300],
      },
      experiment: { ...tableMlp.experiment, data, evaluation: { samples: 3 } },
    },
  };
}

/** Columns of a table by their names. */
function columnsOf(file: string) {
  const table = parseCsv(readFileSync(file), file);
  const texts = (name: string) =>
    Array.from({ length: table.rows }, (_, row) => table.cell(row, table.header.indexOf(name)));
  return { header: table.header, texts, numbers: (name: string) => texts(name).map(Number) };
}

function mean(all: readonly number[]): number {
  return all.reduce((sum, one) => sum + one, 0) / all.length;
}

describe('a network of several heads', () => {
  test('has of each head the scores that its table of test items gives, called by it', async () => {
    const { rows, posterior } = heads();
    const part = join(temporaryFolder(), 'items.csv');
    const found = await assess(posterior, rows, { table: { part, format: 'csv' } });
    const metrics = assessmentMetrics(found);
    const { texts, numbers, header } = columnsOf(part);
    expect(found).not.toHaveProperty('classes');
    expect(found).not.toHaveProperty('values');
    expect(header).not.toContain('y.target');

    const classes = texts('kind.truth');
    const named = texts('kind.predicted');
    expect(metrics['test.accuracy.kind']).toBeCloseTo(
      mean(classes.map((truth, row) => (truth === named[row] ? 1 : 0))),
      10,
    );
    const logs = classes.map((truth, row) => Math.log(numbers(`kind.p_${truth}`)[row] ?? 0));
    expect(metrics['test.nll.kind']).toBeCloseTo(-mean(logs), 5);

    for (const head of ['y', 'n']) {
      const [truths, means] = [numbers(`${head}.truth`), numbers(`${head}.mean`)];
      const errors = truths.map((truth, row) => truth - (means[row] ?? Number.NaN));
      expect(metrics[`test.rmse.${head}`]).toBeCloseTo(Math.sqrt(mean(errors.map((one) => one ** 2))), 4);
      expect(metrics[`test.mae.${head}`]).toBeCloseTo(mean(errors.map(Math.abs)), 4);
      const variances = numbers(`${head}.std`).map((std) => std ** 2);
      expect(metrics[`sharpness.std.${head}`]).toBeCloseTo(Math.sqrt(mean(variances)), 4);
    }
    // Of counts what lies on an interval's end is in it by chance.
    const [low, high] = [numbers('y.q05'), numbers('y.q95')];
    const held = numbers('y.truth').map((truth, row) =>
      truth >= (low[row] ?? Number.NaN) && truth <= (high[row] ?? Number.NaN) ? 1 : 0,
    );
    expect(metrics['calibration.coverage90.y']).toBeCloseTo(mean(held), 10);
    expect(numbers('n.truth').every(Number.isInteger)).toBe(true);
  });

  test('is held against other data by the doubt of each head', async () => {
    const { rows, posterior } = heads();
    const found = await assess(posterior, rows, { ood: [{ kind: 'noise' }] });
    const names = Object.keys(assessmentMetrics(found)).filter((name) => name.includes('.auroc.'));
    expect(names).toEqual([
      'ood.noise.auroc.entropy.kind',
      'ood.noise.auroc.mutual-information.kind',
      'ood.noise.auroc.max-probability.kind',
      'ood.noise.auroc.energy.kind',
      'ood.noise.auroc.disagreement.kind',
      'ood.noise.auroc.std.y',
      'ood.noise.auroc.weight-std.y',
      'ood.noise.auroc.std.n',
      'ood.noise.auroc.weight-std.n',
    ]);
    expect(found.targets?.map(({ doubts }) => Object.keys(doubts ?? {}).length)).toEqual([6, 3, 3]);
  });

  test('is scored by parts, and on a file that says what came of each head', async () => {
    const { rows, posterior } = heads();
    const found = await assess(posterior, rows, { by: ['kind'], labelled: [rows] });
    const metrics = assessmentMetrics(found);
    const parts = found.groups?.[0]?.parts ?? [];
    const right = parts.map(({ name, items }) => items * (metrics[`by.kind.${name}.accuracy.kind`] ?? 0));
    const all = right.reduce((sum, one) => sum + one, 0) / 30;
    expect(all).toBeCloseTo(metrics['test.accuracy.kind'] ?? Number.NaN, 10);
    expect(found.labelled?.[0]).toMatchObject({ items: 60 });
    expect(metrics['data.rows.rmse.n']).toBeGreaterThan(0);
  });

  test('is refused a file whose counts are none, naming the head and the row', async () => {
    const { rows, posterior } = heads();
    const other = join(temporaryFolder(), 'halves.csv');
    writeFileSync(other, 'u,v,kind,y,n\n1,-2,flat,3,2\n1,-2,house,3,2.5\n');
    await expect(assess(posterior, rows, { labelled: [other] })).rejects.toThrow(
      /halves\.csv, row 3: n is 2\.5, and this network predicts counts \(data\.heads\); they are whole numbers from 0\.$/,
    );
  });

  test('is looked at without ever more of its weights, the heads together by the sum of their likelihoods', async () => {
    const { rows, posterior } = heads();
    const [first] = (await assess(posterior, rows, { pruning: true })).pruning ?? [];
    const each = first?.targets?.map(({ scores }) => scores.nll ?? Number.NaN) ?? [];
    expect(first?.scores).toEqual({ nll: each.reduce((sum, nll) => sum + nll) });
    expect(first?.targets?.map(({ name }) => name)).toEqual(['kind', 'y', 'n']);
  });
});

describe('a network of several values', () => {
  test('is judged by all together and by each in its own unit', async () => {
    const { rows, posterior } = values();
    const found = await assess(posterior, rows, {});
    const metrics = assessmentMetrics(found);
    const of = (name: string) => metrics[name] ?? Number.NaN;
    expect(found.targets?.map(({ name }) => name)).toEqual(['y', 'z']);
    // All together in deviations of each, which the posterior says are 4 and 300.
    const squares = [of('test.rmse.y') / 4, of('test.rmse.z') / 300].map((one) => one ** 2);
    expect(of('test.rmse')).toBeCloseTo(Math.sqrt(mean(squares)), 6);
    for (const name of ['calibration.coverage50', 'calibration.coverage90'])
      expect(of(name)).toBeCloseTo(mean([of(`${name}.y`), of(`${name}.z`)]), 10);
    // A density in another unit is another number: by log 4 and log 300.
    const nlls = [of('test.nll.y') - Math.log(4), of('test.nll.z') - Math.log(300)];
    expect(of('test.nll')).toBeCloseTo(mean(nlls), 5);
  });
});
