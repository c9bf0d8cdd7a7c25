import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { type Calibration, calibrationSchema } from '../../../src-shared/assessment/calibration';
import { withKeptCalibration } from '../../../src-shared/assessment/with-kept';
import type { InputNormalisation, PosteriorTask } from '../../../src-shared/posterior/posterior-metadata';
import type { PosteriorWork } from '../../../src-shared/posterior/posterior-work';
import { calibratePosterior } from '../../../src-workers/calibrate/calibrate-posterior';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { openPosterior } from '../../../src-workers/posterior/trained-posterior';
import { predictFile } from '../../../src-workers/predict/predict-file';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { temporaryFolder } from '../../temporary-folder';
import { headsOfTable, type SmallPosterior, writePosterior } from '../posterior/small-posteriors';

const javascript = { kind: 'javascript' } as const;

/** 200 rows and a network that nobody trained, standardised as a run would have; `test`: the rows that are tested on. */
async function untrained() {
  const folder = temporaryFolder();
  const noise = new Float32Array(1000);
  fillStatelessNormal(5, 0, noise);
  const lines = Array.from({ length: 200 }, (_, row) => {
    const [u = 0, v = 0, kind = 0, y = 0, n = 0] = noise.subarray(5 * row, 5 * row + 5);
    return [u, v, u + kind < 0 ? 'house' : 'flat', 10 + 8 * y, Math.round(9 + Math.abs(5 * n))].join(',');
  });
  const rows = join(folder, 'rows.csv');
  writeFileSync(rows, ['u,v,kind,y,n', ...lines, ''].join('\n'));
  const data: SmallPosterior['experiment']['data'] = {
    dataset: 'table',
    path: rows,
    target: ['kind', 'y', 'n'],
    heads: [
      { target: 'kind', task: 'classification' },
      { target: 'y', noise: { kind: 'log-variance' } },
      { target: 'n', noise: { kind: 'poisson' } },
    ],
    testFraction: 0.3,
    validationFraction: 0.5,
  };
  const experiment = { ...headsOfTable.experiment, data, evaluation: { samples: 3 } };
  const { metadata } = await openPosterior(writePosterior(folder, { ...headsOfTable, experiment }));
  const { task, normalisation, test: items, close } = await openRunData(metadata.experiment, rows);
  close();
  const small = {
    ...headsOfTable,
    experiment,
    task: task as PosteriorTask,
    normalisation: normalisation as InputNormalisation,
  };
  return { folder, rows, posterior: writePosterior(folder, small), test: [...items] };
}

async function calibrate(
  { folder, rows, posterior }: Awaited<ReturnType<typeof untrained>>,
  {
    kept,
    ...asked
  }: Partial<Extract<PosteriorWork, { kind: 'calibrate' }>> & { readonly kept?: Calibration },
): Promise<Calibration> {
  const out = join(folder, 'calibration.json');
  const work = { kind: 'calibrate', posterior, location: rows, coverage: 0.8, out, ...asked } as const;
  await calibratePosterior(work, javascript, () => {});
  return withKeptCalibration(calibrationSchema.parse(JSON.parse(readFileSync(out, 'utf8'))), kept);
}

test('each head is calibrated by its own method, and `predict` gives what holds as many test truths as was found', async () => {
  const one = await untrained();
  const { test: tested } = one;
  const calibration = await calibrate(one, {});
  const [kind, y, n] = calibration.heads ?? [];
  if (!y || !n) throw new Error('There are three heads.');
  expect(calibration.heads?.map(({ name, ...fitted }) => [name, Object.keys(fitted)])).toEqual([
    ['kind', ['temperature', 'sets']],
    ['y', ['intervals']],
    ['n', ['intervals']],
  ]);

  const out = join(one.folder, 'out.csv');
  const work = {
    kind: 'predict',
    posterior: one.posterior,
    input: one.rows,
    out,
    format: 'csv',
    calibration,
  } as const;
  await predictFile(work, javascript, () => {});
  const [said, came] = [out, one.rows].map((file) => parseCsv(readFileSync(file), file));
  const cell = (table: typeof said, row: number, name: string) =>
    table?.cell(row, table.header.indexOf(name)) ?? '';
  const isIn = (row: number) =>
    cell(said, row, 'kind.set_80')
      .split('|')
      .includes(cell(came, row, 'kind'));
  expect(tested.filter(isIn).length / tested.length).toBeCloseTo(
    kind?.sets?.found.coverage ?? Number.NaN,
    10,
  );
  for (const { name, intervals } of [y, n]) {
    const ends = (row: number) =>
      ['low', 'high'].map((end) => Number(cell(said, row, `${name}.interval_80_${end}`)));
    const isHeld = (row: number) => {
      const [low = Number.NaN, high = Number.NaN] = ends(row);
      return low <= Number(cell(came, row, name)) && Number(cell(came, row, name)) <= high;
    };
    const [found] = intervals?.found ?? [];
    expect(tested.filter(isHeld).length / tested.length).toBeCloseTo(found?.coverage ?? Number.NaN, 10);
  }
});

test('a method is taken by the heads that it is for, and leaves what the others have', async () => {
  const one = await untrained();
  const kept = await calibrate(one, {});
  const calibration = await calibrate(one, { method: 'cqr', kept });
  expect(calibration.heads?.[0]).toEqual(kept.heads?.[0]);
  expect(calibration.heads?.slice(1).map(({ intervals }) => intervals?.method)).toEqual(['cqr', 'cqr']);
});
