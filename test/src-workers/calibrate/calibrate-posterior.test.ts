import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { type Calibration, calibrationSchema } from '../../../src-shared/assessment/calibration';
import { withKeptCalibration } from '../../../src-shared/assessment/with-kept';
import type { PosteriorTask } from '../../../src-shared/posterior/posterior-metadata';
import type { PosteriorWork } from '../../../src-shared/posterior/posterior-work';
import { calibratePosterior } from '../../../src-workers/calibrate/calibrate-posterior';
import { predictFile } from '../../../src-workers/predict/predict-file';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { temporaryFolder } from '../../temporary-folder';
import { type SmallPosterior, tableMlp, writePosterior } from '../posterior/small-posteriors';

const javascript = { kind: 'javascript' } as const;

/** 200 rows whose target the network, which nobody trained, knows nothing of: its intervals are wrong by far. */
function newTable(ofClasses: boolean): { folder: string; rows: string } {
  const folder = temporaryFolder();
  const noise = new Float32Array(600);
  fillStatelessNormal(8, ofClasses ? 1 : 0, noise);
  const lines = Array.from({ length: 200 }, (_, row) => {
    const [u, v, e] = noise.subarray(3 * row, 3 * row + 3);
    const y = ofClasses ? (u + v + e > 0 ? 'yes' : 'no') : 10 + 8 * e;
    return `${u},${v},${y}`;
  });
  const rows = join(folder, 'rows.csv');
  writeFileSync(rows, ['u,v,y', ...lines, ''].join('\n'));
  return { folder, rows };
}

function posteriorOf(rows: string, ofClasses: boolean, validationFraction = 0.5): SmallPosterior {
  const data = {
    dataset: 'table',
    path: rows,
    target: 'y',
    task: ofClasses ? 'classification' : 'regression',
    testFraction: 0.2,
    validationFraction,
  } as const;
  const classes: PosteriorTask = { kind: 'classification', inputShape: [2], classNames: ['no', 'yes'] };
  const { inference, ...others } = tableMlp.experiment;
  return {
    ...tableMlp,
    experiment: { ...others, ...(ofClasses ? {} : { inference }), data, evaluation: { samples: 3 } },
    task: ofClasses ? classes : tableMlp.task,
  };
}

type Asked = Partial<Extract<PosteriorWork, { kind: 'calibrate' }>>;

async function calibrate(
  ofClasses: boolean,
  { kept, ...asked }: Asked & { readonly kept?: Calibration } = {},
  validationFraction?: number,
): Promise<{ calibration: Calibration; posterior: string; folder: string }> {
  const { folder, rows } = newTable(ofClasses);
  const posterior = writePosterior(folder, posteriorOf(rows, ofClasses, validationFraction));
  const out = join(folder, 'calibration.json');
  const work = { kind: 'calibrate', posterior, location: rows, coverage: 0.8, out, ...asked } as const;
  await calibratePosterior(work, javascript, () => {});
  const found = calibrationSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
  return { calibration: withKeptCalibration(found, kept), posterior, folder };
}

/** The table that `predict` writes for 40 rows of the same kind. */
async function predicted(posterior: string, folder: string, calibration: Calibration) {
  const out = join(folder, 'out.csv');
  const input = join(folder, 'rows.csv');
  const work = { kind: 'predict', posterior, input, out, format: 'csv', calibration } as const;
  const { notes } = await predictFile(work, javascript, () => {});
  const { header, rows, cell } = parseCsv(readFileSync(out), out);
  const column = (name: string) => Array.from({ length: rows }, (_, row) => cell(row, header.indexOf(name)));
  return { header, column, notes };
}

describe('a regression', () => {
  test.each(['locally-weighted', 'cqr'] as const)(
    '%s: intervals hold as many test values as promised',
    async (method) => {
      const { calibration } = await calibrate(false, { method });
      const [found] = calibration.intervals?.found ?? [];
      // 40 test values vary by sqrt(0.8 x 0.2 / 40) = 0.063, the threshold of 80 by 0.044: three of both together.
      expect(Math.abs((found?.coverage ?? 0) - 0.8)).toBeLessThan(0.23);
      expect(calibration).toMatchObject({ items: 80, testItems: 40, samples: 3, step: 1 });
    },
  );

  test('`predict` adds both ends of the interval: so many deviations around the mean', async () => {
    const { calibration, posterior, folder } = await calibrate(false);
    const { column, notes } = await predicted(posterior, folder, calibration);
    const [mean, std, low, high] = ['mean', 'std', 'interval_80_low', 'interval_80_high'].map((name) =>
      column(name).map(Number),
    );
    const [threshold] = calibration.intervals?.thresholds ?? [];
    mean.forEach((value, row) => {
      expect(low[row]).toBeCloseTo(value - (threshold ?? Number.NaN) * std[row], 3);
      expect(high[row]).toBeCloseTo(value + (threshold ?? Number.NaN) * std[row], 3);
    });
    expect(notes).toEqual([]);
  });

  test('isotonic: quantiles of other values come closer to their levels, and `predict` adds them', async () => {
    const { calibration, posterior, folder } = await calibrate(false, { method: 'isotonic' });
    const [{ before, after } = { before: undefined, after: undefined }] = calibration.quantiles ?? [];
    // Of 40 values shares vary by up to sqrt(0.25 / 40) = 0.08; the network nobody trained is off by far more.
    expect(before?.error).toBeGreaterThan(0.2);
    expect(after?.error).toBeLessThan(0.1);
    expect(after?.pinball).toBeLessThan(before?.pinball ?? 0);
    const { column } = await predicted(posterior, folder, calibration);
    const rows = ['y', 'calibrated_q05', 'calibrated_q25', 'calibrated_q75', 'calibrated_q95'].map((name) =>
      column(name).map(Number),
    );
    const [, lowest, low, high, highest] = rows;
    low?.forEach((value, row) => {
      expect(lowest?.[row]).toBeLessThanOrEqual(value);
      expect(highest?.[row]).toBeGreaterThanOrEqual(high?.[row] ?? Number.NaN);
    });
    expect(calibration.intervals).toBeUndefined();
  });

  test('a calibration of another posterior is left out, and said', async () => {
    const { calibration, posterior, folder } = await calibrate(false);
    const { header, notes } = await predicted(posterior, folder, { ...calibration, step: 7 });
    expect(header).not.toContain('interval_80_low');
    expect(notes).toEqual([expect.stringMatching(/trained on since it was calibrated; calibrate it again/)]);
  });
});

describe('a classification', () => {
  test('has sets that hold as many test labels as promised, and `predict` adds them', async () => {
    const { calibration, posterior, folder } = await calibrate(true, { method: 'aps' });
    expect(calibration.temperature).toBeUndefined();
    expect(calibration.sets?.found.coverage).toBeGreaterThan(0.8 - 0.23);
    const { column } = await predicted(posterior, folder, calibration);
    expect(new Set(column('set_80'))).toContain('no|yes');
  });

  test.each(['beta', 'isotonic'] as const)(
    '%s: no class of a network that nobody trained is impossible, and `predict` adds probabilities',
    async (method) => {
      const { calibration, posterior, folder } = await calibrate(true, { method });
      const { before, after } = calibration[method] ?? { before: undefined, after: undefined };
      // Two classes of chance have 0.69 nats; the steps that 80 items make are overfitted, three numbers are not.
      expect(after?.nll).toBeLessThan(method === 'beta' ? (before?.nll ?? 0) : 0.75);
      const { header, column } = await predicted(posterior, folder, calibration);
      expect(header).not.toContain('calibrated_p_yes');
      const yes = column(`${method}_p_yes`).map(Number);
      column(`${method}_p_no`).forEach((no, row) => {
        expect(Number(no) + (yes[row] ?? Number.NaN)).toBeCloseTo(1, 5);
      });
    },
  );

  test('keeps what another method gave for the same predictions', async () => {
    const kept: Calibration = {
      version: 1,
      step: 1,
      samples: 3,
      items: 80,
      testItems: 40,
      temperature: { temperature: 2, before: { nll: 1, ece: 0.2 }, after: { nll: 0.9, ece: 0.1 } },
    };
    const both = await calibrate(true, { method: 'raps', kept });
    expect(both.calibration).toMatchObject({ temperature: { temperature: 2 }, sets: { method: 'raps' } });
    const { column } = await predicted(both.posterior, both.folder, both.calibration);
    const odds = (name: string) =>
      column(`${name}_yes`).map((p, row) => Number(p) / Number(column(`${name}_no`)[row]));
    const calibrated = odds('calibrated_p');
    // Twice the temperature takes the root of the odds.
    for (const [row, value] of odds('p').entries())
      expect(calibrated[row] / Math.sqrt(value)).toBeCloseTo(1, 4);
    const fewer = await calibrate(true, { method: 'raps', kept: { ...kept, samples: 8 } });
    expect(fewer.calibration.temperature).toBeUndefined();
  });
});

describe('is refused in one sentence', () => {
  test('without validation items', async () => {
    await expect(calibrate(false, {}, 0)).rejects.toThrow(
      /^The run has no validation items to calibrate on; /,
    );
  });

  test('with too few of them for the coverage', async () => {
    await expect(calibrate(false, { coverage: 0.99 })).rejects.toThrow(
      /^coverage: 0\.99 takes at least 99 known validation values, and the run has 80; /,
    );
  });

  test('with a method that is for another task', async () => {
    await expect(calibrate(false, { method: 'temperature' })).rejects.toThrow(
      /^--method: temperature is not for runs that predict values; these take locally-weighted, cqr, isotonic\.$/,
    );
  });
});
