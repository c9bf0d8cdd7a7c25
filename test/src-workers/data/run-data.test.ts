import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Experiment, experimentSchema } from '../../../src-shared/experiment/experiment';
import { plainItems, type Regression, type RunData } from '../../../src-workers/data/run-data';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { netcdfReadings } from '../../parity/netcdf-readings';
import { netcdf3 } from '../../src-files/netcdf/netcdf-files';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-data-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function experimentOn(data: Record<string, unknown>, seed = 3): Experiment {
  return experimentSchema.parse({
    seed,
    data,
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
}

function regressionOf(data: RunData): Regression {
  if (data.task.kind !== 'regression') throw new Error('A regression was expected.');
  return data.task;
}

const rounded = (values: ArrayLike<number>) => Array.from(values, (value) => Math.round(value * 1e4) / 1e4);
const numbered = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('images', () => {
  it('keep their own test split, behind the training items in number', async () => {
    const data = await openRunData(experimentOn({ dataset: 'digits' }), resolve('src-main/datasets/digits'));
    expect([data.train.length, data.validation.length, data.test.length]).toEqual([1293, 144, 360]);
    expect([...data.train, ...data.validation].sort((a, b) => a - b)).toEqual(numbered(1437));
    expect([...data.test]).toEqual(numbered(360).map((item) => 1437 + item));
    expect(data.task).toMatchObject({ kind: 'classification', inputShape: [8, 8, 1] });
    expect(data.warnings).toEqual([]);
    const [first] = data.test;
    expect(data.pictureOf?.(first ?? 0)).toMatchObject({ item: 0, height: 8, width: 8, channels: 1 });
    expect([...data.targetsOf(data.test.subarray(0, 1))]).toEqual([data.pictureOf?.(1437).label]);
    data.close();
  });

  it('tell which classes a split lacks', async () => {
    const data = await openRunData(
      experimentOn({ dataset: 'digits', validationFraction: 0.001 }),
      resolve('src-main/datasets/digits'),
    );
    expect(data.validation).toHaveLength(1);
    expect(data.warnings).toEqual([
      expect.stringMatching(/^The validation split has no item of 9 of 10 classes: .* and 4 more\.$/),
    ]);
  });
});

describe('a table', () => {
  async function openTable(rows: readonly string[], settings: Record<string, unknown> = {}, seed = 3) {
    const path = join(folder, 'a.csv');
    await writeFile(path, `a,b,y\n${rows.join('\n')}\n`);
    return openRunData(experimentOn({ dataset: 'table', path, target: 'y', ...settings }, seed), path);
  }
  const rows = numbered(20).map((row) => `${row},7,${row * row}`);

  it('is split by the seed: every row once, the same rows for the same seed', async () => {
    const data = await openTable(rows, { testFraction: 0.2, validationFraction: 0.25 });
    expect([data.test.length, data.validation.length, data.train.length]).toEqual([4, 4, 12]);
    const all = [...data.test, ...data.validation, ...data.train];
    expect([...all].sort((a, b) => a - b)).toEqual(numbered(20));
    const again = await openTable(rows, { testFraction: 0.2, validationFraction: 0.25 });
    expect(again.test).toEqual(data.test);
    const other = await openTable(rows, { testFraction: 0.2, validationFraction: 0.25 }, 4);
    expect(other.test).not.toEqual(data.test);
  });

  it('is standardised on its training rows alone; a column that is all alike becomes 0', async () => {
    const data = await openTable(rows);
    const trained = [...data.train];
    const mean = trained.reduce((sum, row) => sum + row, 0) / trained.length;
    const std = Math.sqrt(trained.reduce((sum, row) => sum + (row - mean) ** 2, 0) / trained.length);
    const { inputs, targets } = data.evaluationReader(1).read(plainItems(data.test));
    const [row = 0] = data.test;
    expect(rounded(inputs)).toEqual(rounded([(row - mean) / std, 0]));
    const task = regressionOf(data);
    const [targetMean = 0] = task.targetMean;
    const [targetStd = 1] = task.targetStd;
    expect((targets[0] ?? 0) * targetStd + targetMean).toBeCloseTo(row * row, 2);
    expect(task).toMatchObject({ inputShape: [2], targetShape: [1], targetNames: ['y'] });
  });

  it('weighs classes by the rows that are trained on, in the likelihood alone', async () => {
    const classes = numbered(40).map((row) => `${row},${row % 9},${row % 4 === 0 ? 'rare' : 'often'}`);
    const weightsWith = async (classWeights: unknown) => {
      const data = await openTable(classes, { task: 'classification', classWeights });
      const trained = [...data.targetsOf(data.train)];
      return { trained, weights: (data.task as { classWeights?: readonly number[] }).classWeights };
    };
    const { trained, weights } = await weightsWith('balanced');
    const rare = trained.filter((label) => label === 1).length;
    expect(weights).toEqual([trained.length / (2 * (trained.length - rare)), trained.length / (2 * rare)]);
    expect((await weightsWith({ rare: 5 })).weights).toEqual([1, 5]);
    expect((await weightsWith(undefined)).weights).toBeUndefined();
    await expect(weightsWith({ rar: 5 })).rejects.toThrow(
      'data.classWeights: rar is no class of these data. Did you mean rare?',
    );
  });

  it('may hold classes, and tells which a split lacks', async () => {
    const named = numbered(20).map((row) => `${row},7,${row === 0 ? 'rare' : 'often'}`);
    const data = await openTable(named, { task: 'classification' });
    expect(data.task).toMatchObject({ kind: 'classification', classNames: ['often', 'rare'] });
    const labels = [...data.targetsOf(Uint32Array.of(0, 1, 2))];
    expect(labels).toEqual([1, 0, 0]);
    // Of validation and test; that its only input counts the rows is told, too.
    expect(data.warnings.filter((one) => one.includes('has no item of'))).toHaveLength(2);
    expect(data.warnings[0]).toContain('counts the rows');
    expect(data.warnings.join()).toContain('has no item of 1 of 2 classes: rare.');
  });

  it('of too few rows to train on is refused', async () => {
    await expect(openTable(['1,2,3'], { testFraction: 0.9 })).rejects.toThrow(
      'data.testFraction: 0.9 for the test and 0.1 for validation leave none of 1 rows to train on.',
    );
  });
});

describe('a time series', () => {
  async function openSeries(values: readonly (number | '')[], settings: Record<string, unknown>) {
    const path = join(folder, 'a.csv');
    const lines = values.map(
      (value, hour) =>
        `2018-01-0${1 + Math.floor(hour / 24)} ${String(hour % 24).padStart(2, '0')}:00,${value}`,
    );
    await writeFile(path, `date,OT\n${lines.join('\n')}\n`);
    return openRunData(experimentOn({ dataset: 'time-series', path, ...settings }), path);
  }
  const settings = { history: 3, horizon: 2, testFraction: 0.2, validationFraction: 0.25, calendar: false };

  it('has windows of history as inputs and what follows as targets, standardised on training steps', async () => {
    const data = await openSeries(numbered(20), settings);
    expect(regressionOf(data)).toMatchObject({ inputShape: [3, 1], targetShape: [2, 1], targetMean: [5.5] });
    const { inputs, targets } = data.evaluationReader(1).read(plainItems(Uint32Array.of(4)));
    const [std = 1] = regressionOf(data).targetStd;
    expect(std).toBeCloseTo(Math.sqrt(143 / 12), 6);
    expect(rounded(inputs)).toEqual(rounded([4, 5, 6].map((value) => (value - 5.5) / std)));
    expect(rounded(targets)).toEqual(rounded([7, 8].map((value) => (value - 5.5) / std)));
  });

  it('with the calendar tells the time of all steps, and the value of those of the history alone', async () => {
    const data = await openSeries(numbered(20), { ...settings, calendar: true });
    expect(regressionOf(data).inputShape).toEqual([5, 9]);
    const { inputs } = data.evaluationReader(1).read(plainItems(Uint32Array.of(4)));
    const step = (index: number) => rounded(inputs.subarray(index * 9, index * 9 + 3));
    const [std = 1] = regressionOf(data).targetStd;
    expect(step(2)).toEqual(rounded([0.5 / std, Math.sin(Math.PI / 2), 0]));
    expect(step(4)).toEqual(rounded([0, Math.sin((2 * Math.PI * 8) / 24), Math.cos((2 * Math.PI * 8) / 24)]));
  });

  it('with covariates shows those known ahead of all steps, and those of the past of the history alone', async () => {
    const path = join(folder, 'covariates.csv');
    const row = (hour: number) =>
      `2018-01-01 ${String(hour).padStart(2, '0')}:00,${hour},${10 * hour},${100 - hour}`;
    await writeFile(path, ['date,OT,wind,price', ...numbered(20).map(row)].join('\n'));
    const columns = { pastCovariates: ['wind'], futureCovariates: ['price'] };
    const data = await openRunData(
      experimentOn({ dataset: 'time-series', path, ...settings, ...columns }),
      path,
    );
    expect(regressionOf(data)).toMatchObject({ inputShape: [5, 3], targetShape: [2, 1] });
    // Each standardised on the 12 training steps, 0 to 11.
    const std = Math.sqrt(143 / 12);
    expect(data.normalisation).toMatchObject({ names: ['OT', 'wind', 'price'], mean: [5.5, 55, 94.5] });
    const { inputs } = data.evaluationReader(1).read(plainItems(Uint32Array.of(4)));
    const expected = [4, 5, 6, 7, 8].flatMap((hour) => {
      const distance = (hour - 5.5) / std;
      return hour < 7 ? [distance, distance, -distance] : [0, 0, -distance];
    });
    expect(rounded(inputs)).toEqual(rounded(expected));
  });

  it('of several columns forecasts them together, each on its own scale, and shows none of them ahead', async () => {
    const path = join(folder, 'two.csv');
    const row = (hour: number) =>
      `2018-01-01 ${String(hour).padStart(2, '0')}:00,${hour},${100 - 10 * hour},${hour % 3}`;
    await writeFile(path, ['date,OT [MW],price [EUR],holiday', ...numbered(20).map(row)].join('\n'));
    const columns = { valueColumn: ['OT [MW]', 'price [EUR]'], futureCovariates: ['holiday'] };
    const data = await openRunData(
      experimentOn({ dataset: 'time-series', path, ...settings, ...columns }),
      path,
    );
    const task = regressionOf(data);
    expect(task).toMatchObject({
      inputShape: [5, 3],
      targetShape: [2, 2],
      targetNames: ['OT', 'price'],
      targetMean: [5.5, 45],
    });
    expect(task).not.toHaveProperty('targetUnit');
    // Both go on as straight lines, one downwards.
    const std = Math.sqrt(143 / 12);
    expect(rounded(task.targetStd)).toEqual(rounded([std, 10 * std]));
    const { inputs, targets } = data.evaluationReader(1).read(plainItems(Uint32Array.of(4)));
    const seen = numbered(5).flatMap((step) => [inputs[3 * step], inputs[3 * step + 1]]);
    const at = (hour: number) => [(hour - 5.5) / std, -(hour - 5.5) / std];
    expect(rounded(seen)).toEqual(rounded([at(4), at(5), at(6), [0, 0], [0, 0]].flat()));
    expect(rounded(targets)).toEqual(rounded([at(7), at(8)].flat()));
    // What came last: the same for both steps ahead.
    expect(rounded(data.persistenceOf?.(Uint32Array.of(4)) ?? [])).toEqual(rounded([at(6), at(6)].flat()));
    expect([...(data.pastOf?.(4).values ?? [])]).toEqual([4, 60, 5, 50, 6, 40]);
    expect(data.keys[0].of(4)).toHaveLength(4);
  });

  it('among several has windows of its own alone, split by time, on one scale', async () => {
    const path = join(folder, 'several.csv');
    // Rows of both alternate: A counts from 0 over 20 days, B from 100 over 10, which begin later.
    const day = (at: number) => `2018-01-${String(at + 1).padStart(2, '0')}`;
    const rows = numbered(20).flatMap((at) => [
      `${day(at)},A,${at}`,
      ...(at < 10 ? [`${day(at + 7)},B,${100 + at}`] : []),
    ]);
    await writeFile(path, ['date,site,OT', ...rows].join('\n'));
    const data = await openRunData(
      experimentOn({ dataset: 'time-series', path, ...settings, seriesColumn: 'site' }),
      path,
    );
    // 12 of 20 steps train and 6 of 10, 4 and 2 test: as pandas' groupby('site') with iloc gives them.
    const standard = [...numbered(12), ...numbered(6).map((at) => 100 + at)];
    const mean = standard.reduce((sum, value) => sum + value, 0) / 18;
    const std = Math.sqrt(standard.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 18);
    expect(regressionOf(data).targetMean[0]).toBeCloseTo(mean, 9);
    expect(regressionOf(data).targetStd[0]).toBeCloseTo(std, 9);
    const windowOf = (item: number) => {
      const { inputs, targets } = data.evaluationReader(1).read(plainItems(Uint32Array.of(item)));
      return [...inputs, ...targets].map((value) => Math.round(mean + std * value));
    };
    expect([...data.train].map(windowOf)).toEqual([
      ...numbered(8).map((start) => [0, 1, 2, 3, 4].map((at) => start + at)),
      ...numbered(2).map((start) => [100, 101, 102, 103, 104].map((at) => start + at)),
    ]);
    expect([...data.test].map(windowOf)).toEqual([
      ...[13, 14, 15].map((start) => [0, 1, 2, 3, 4].map((at) => start + at)),
      [105, 106, 107, 108, 109],
    ]);
    const last = data.test[3];
    expect(data.keys.map(({ name, of }) => [name, of(last)[0]])).toEqual([
      ['series', 'B'],
      ['time', '2018-01-16T00:00:00.000'],
    ]);
    expect([...(data.pastOf?.(last).values ?? [])]).toEqual([105, 106, 107]);
    const came = data.persistenceOf?.(Uint32Array.of(data.test[0], last)) ?? [];
    expect(Array.from(came, (value) => Math.round(mean + std * value))).toEqual([15, 15, 107, 107]);
    expect(data.warnings.join()).toBe('');
  });

  it('among several of other sizes says so', async () => {
    const path = join(folder, 'sizes.csv');
    const rows = numbered(10).flatMap((at) => [
      `2018-01-${10 + at},A,${at}`,
      `2018-01-${10 + at},B,${20 * at}`,
    ]);
    await writeFile(path, ['date,site,OT', ...rows].join('\n'));
    const data = await openRunData(
      experimentOn({ dataset: 'time-series', path, ...settings, seriesColumn: 'site' }),
      path,
    );
    expect(data.warnings.join()).toContain('a standard deviation of 2.87 in A and of 57.4 in B');
  });

  it('has gaps as the mean in inputs and as NaN in targets', async () => {
    const data = await openSeries([5, '', ...numbered(18)], { ...settings, gaps: 'mask' });
    const { inputs } = data.evaluationReader(1).read(plainItems(Uint32Array.of(0)));
    expect(inputs[1]).toBe(0);
    const gap = await openSeries([1, 2, 3, 4, '', ...numbered(15)], { ...settings, gaps: 'mask' });
    expect(gap.targetsOf(Uint32Array.of(0))[1]).toBeNaN();
  });
});

describe('gridded fields', () => {
  /** 10 steps of a 1 x 2 grid: 0, 10, 20, ... on the left, its negative on the right, unknown once. */
  async function openField(settings: Record<string, unknown> = {}) {
    const path = join(folder, 'a.nc');
    const values = numbered(10).flatMap((step) => [10 * step, step === 2 ? -9999 : -10 * step]);
    const attributes = { _FillValue: -9999, units: 'K' };
    await writeFile(path, netcdf3([{ name: 't', shape: [10, 1, 2], values, attributes }]));
    const data = { dataset: 'field', path, variables: ['t'], ...settings };
    return openRunData(experimentOn(data), path);
  }

  it('predict the next step; training sees no later one', async () => {
    const data = await openField({ testFraction: 0.2, validationFraction: 0.25 });
    expect([...data.train]).toEqual([0, 1, 2, 3, 4]);
    expect([...data.validation]).toEqual([5, 6]);
    expect([...data.test]).toEqual([7, 8]);
    const task = regressionOf(data);
    expect(task).toMatchObject({
      inputShape: [1, 2, 1],
      targetShape: [1, 2, 1],
      targetNames: ['t'],
      targetUnit: 'K',
    });
    const [mean = 0] = task.targetMean;
    const [std = 1] = task.targetStd;
    const { inputs, targets } = data.evaluationReader(1).read(plainItems(Uint32Array.of(3)));
    expect(rounded(Array.from(inputs, (value) => value * std + mean))).toEqual([30, -30]);
    expect(rounded(Array.from(targets, (value) => value * std + mean))).toEqual([40, -40]);
  });

  it('are told by the step that is predicted, from 0, as predictions of files tell them', async () => {
    const data = await openField();
    const [std = 1] = regressionOf(data).targetStd;
    const [mean = 0] = regressionOf(data).targetMean;
    const items = [...data.train, ...data.validation, ...data.test];
    // The first cell of each step is ten times its place in the file.
    const steps = items.map((item) =>
      Math.round((data.targetsOf(Uint32Array.of(item))[0] * std + mean) / 10),
    );
    expect(items.map((item) => data.keys.map(({ of }) => of(item)))).toEqual(
      steps.map((step) => [[step], [0, 0], [0, 1]]),
    );
    expect(Math.max(...steps)).toBe(9);
  });

  it('that are not known are the mean as inputs and NaN as targets', async () => {
    const data = await openField();
    expect(data.evaluationReader(1).read(plainItems(Uint32Array.of(2))).inputs[1]).toBe(0);
    expect(data.evaluationReader(1).read(plainItems(Uint32Array.of(1))).targets[1]).toBeNaN();
  });

  /** A file that netCDF4-python wrote, with what it reads of it: `npm run parity -- --record`. */
  async function openRecorded(name: string, fractions = { testFraction: 0, validationFraction: 0 }) {
    const path = join('test/parity/fixtures/netcdf', `${name}.nc`);
    const data = await openRunData(
      experimentOn({ dataset: 'field', path, variables: ['v'], ...fractions }),
      path,
    );
    const recorded = netcdfReadings('test/parity/fixtures/netcdf').find(({ file }) => file === `${name}.nc`);
    return { data, values: (recorded?.values ?? []).map(Number) };
  }

  it('of hundreds of millions, or with a large offset, keep what they differ by: they are standardised first', async () => {
    for (const name of ['counts-of-hundreds-of-millions', 'large-offset']) {
      const { data, values } = await openRecorded(name);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
      const task = regressionOf(data);
      expect(task.targetMean[0]).toBeCloseTo(mean, 6);
      // As exactly as doubles have 5 million and thousandths.
      expect((task.targetStd[0] ?? 0) / std).toBeCloseTo(1, 7);
      const { inputs } = data.evaluationReader(1).read(plainItems(Uint32Array.of(1)));
      values.slice(12, 24).forEach((value, at) => {
        expect(inputs[at]).toBeCloseTo((value - mean) / std, 5);
      });
    }
  });

  it('with a gap in time leave out the pair over it, and say so', async () => {
    const { data } = await openRecorded('time-with-a-gap');
    expect([...data.train]).toEqual([0, 1, 3, 4]);
    expect(data.warnings).toEqual([
      'v of test/parity/fixtures/netcdf/time-with-a-gap.nc: 1 of its 6 steps are not followed by one 6 hours later, the first of them step 2 (from 0), followed after 18 hours. No pair over such a gap is learned from or scored.',
    ]);
  });

  it('that run backwards are learned from in the order of time, and say so', async () => {
    const { data, values } = await openRecorded('time-backwards');
    const { targetMean, targetStd } = regressionOf(data);
    const { inputs, targets } = data.evaluationReader(1).read(plainItems(Uint32Array.of(0)));
    const meant = (standardised: number) => standardised * (targetStd[0] ?? 0) + (targetMean[0] ?? 0);
    expect(meant(inputs[0] ?? 0)).toBeCloseTo(values[0] ?? 0, 3);
    expect(meant(targets[0] ?? 0)).toBeCloseTo(values[12] ?? 0, 3);
    expect(data.warnings[0]).toMatch('runs backwards: its steps were put in order');
  });

  it('with too few steps to train on are refused', async () => {
    await expect(openField({ testFraction: 0.9 })).rejects.toThrow('one step after another needs two');
  });
});

describe('a table with texts and empty cells', () => {
  const rows = Array.from({ length: 40 }, (_, row) =>
    [['red', 'blue'][row % 2], row % 5 === 0 ? '' : row, row].join(),
  );

  it('takes what is empty for the mean of the training rows, and says so beside it', async () => {
    const file = join(folder, 'a.csv');
    await writeFile(file, `colour,a,y\n${rows.join('\n')}\n`);
    const data = await openRunData(
      experimentOn({ dataset: 'table', path: file, target: 'y', missing: 'mask' }),
      file,
    );
    const { names, mean, std } = data.normalisation as { names: string[]; mean: number[]; std: number[] };
    expect(names).toEqual(['colour=blue', 'colour=red', 'a', 'a=']);
    const known = Array.from(data.train).filter((row) => row % 5 !== 0);
    expect(mean[2]).toBeCloseTo(known.reduce((sum, row) => sum + row, 0) / known.length, 12);
    const { inputs } = data.evaluationReader(1).read(plainItems(Uint32Array.of(5)));
    expect(rounded(inputs)).toEqual(
      rounded([(1 - mean[0]) / std[0], (0 - mean[1]) / std[1], 0, (1 - mean[3]) / std[3]]),
    );
    data.close();
  });

  // As numpy.nanmedian of the training rows: the middle one, or halfway between the two in the middle.
  it.each([40, 41])(
    'takes what is empty for the median of the training rows where it should, of %i rows',
    async (count) => {
      const file = join(folder, 'a.csv');
      const squares = Array.from({ length: count }, (_, row) => `${row % 5 === 0 ? '' : row * row},${row}`);
      await writeFile(file, `a,y\n${squares.join('\n')}\n`);
      const data = await openRunData(
        experimentOn({ dataset: 'table', path: file, target: 'y', missing: 'median' }),
        file,
      );
      const { mean, std, empty } = data.normalisation as { mean: number[]; std: number[]; empty: number[] };
      const known = Array.from(data.train)
        .filter((row) => row % 5 !== 0)
        .map((row) => row * row)
        .sort((a, b) => a - b);
      const half = known.length >> 1;
      expect(empty).toEqual([known.length % 2 === 1 ? known[half] : (known[half - 1] + known[half]) / 2]);
      const { inputs } = data.evaluationReader(1).read(plainItems(Uint32Array.of(5)));
      expect(inputs[0]).toBeCloseTo((empty[0] - mean[0]) / std[0], 5);
      expect(data.warnings).toContain(
        `${file}: ${Math.ceil(count / 5)} empty cells count as the median of the column.`,
      );
      data.close();
    },
  );

  it('counts a category that no training row has as none', async () => {
    const file = join(folder, 'a.csv');
    const probe = experimentOn({ dataset: 'table', path: file, target: 'y', missing: 'mean' });
    await writeFile(file, `colour,a,y\n${rows.join('\n')}\n`);
    const { test: tested } = await openRunData(probe, file);
    const other = rows.map((row, at) => (at === tested[0] ? row.replace(/^[a-z]+/, 'teal') : row));
    await writeFile(file, `colour,a,y\n${other.join('\n')}\n`);
    const data = await openRunData(probe, file);
    const { inputs } = data.evaluationReader(1).read(plainItems(tested.subarray(0, 1)));
    expect((data.normalisation as { names: string[] }).names[2]).toBe('colour=teal');
    expect(Math.abs(inputs[2])).toBeLessThan(1e-20);
    data.close();
  });
});
