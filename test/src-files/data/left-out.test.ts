import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkData } from '../../../src-files/data/check-data';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { plainItems } from '../../../src-workers/data/run-data';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { temporaryFolder } from '../../temporary-folder';

const experimentOn = (data: object) =>
  experimentSchema.parse({ data, model: { kind: 'mlp' }, parallel: { mode: 'local', devices: ['cpu:0'] } });

describe('classes that cannot be left out are refused when the data are looked at', () => {
  const digits = resolve('src-main/datasets/digits');
  const table = () => {
    const file = join(temporaryFolder(), 'table.csv');
    writeFileSync(
      file,
      ['a,y', ...Array.from({ length: 30 }, (_, row) => `${row},${'abc'[row % 3]}`)].join('\n'),
    );
    return file;
  };

  test.each([
    [['10'], /^data\.leaveOutClasses: 10 is no class of these data\./],
    [['0', '1', '2', '3', '4', '5', '6', '7', '8'], /fewer than two classes are left/],
  ])('%j of the digits', async (leaveOutClasses, says) => {
    const { data } = experimentOn({ dataset: 'digits', leaveOutClasses });
    await expect(checkData(data, digits)).rejects.toThrow(says);
  });

  test('d of a table of a, b and c, and any of a table of numbers', async () => {
    const path = table();
    const of = (more: object) => experimentOn({ dataset: 'table', path, ...more }).data;
    const classes = { target: 'y', task: 'classification' };
    await expect(checkData(of({ ...classes, leaveOutClasses: ['d'] }), path)).rejects.toThrow(
      /^data\.leaveOutClasses: d is no class/,
    );
    await expect(checkData(of({ ...classes, leaveOutClasses: ['a', 'b'] }), path)).rejects.toThrow(
      /fewer than two/,
    );
    await expect(checkData(of({ target: 'a', leaveOutClasses: ['1'] }), path)).rejects.toThrow(
      'data.leaveOutClasses: classes are left out where each item has one.',
    );
    expect(await checkData(of({ ...classes, leaveOutClasses: ['a'] }), path)).toEqual([1]);
  });
});

describe('a period that a series leaves out', () => {
  /** 60 days of values 0 to 59, but for ten that are far off. */
  const path = join(mkdtempSync(join(tmpdir(), 'left-out-')), 'days.csv');
  const day = (step: number) => new Date(Date.UTC(2026, 0, 1 + step)).toISOString().slice(0, 10);
  const values = Array.from({ length: 60 }, (_, step) => (step >= 20 && step < 30 ? 1000 : step));
  writeFileSync(path, ['date,OT', ...values.map((value, step) => `${day(step)},${value}`)].join('\n'));
  afterAll(() => rmSync(dirname(path), { recursive: true }));
  const of = (leaveOutPeriod?: readonly string[]) =>
    experimentOn({
      dataset: 'time-series',
      path,
      history: 4,
      horizon: 2,
      calendar: false,
      testFraction: 0.2,
      validationFraction: 0.1,
      ...(leaveOutPeriod ? { leaveOutPeriod: [...leaveOutPeriod] } : {}),
    });

  test('is in nothing that is learned, nor in what inputs are standardised by, and is forecast apart', async () => {
    const data = await openRunData(of([day(20), day(30)]), path);
    const touched = (start: number) => start + 6 > 20 && start < 30;
    for (const part of [data.train, data.validation, data.test]) {
      expect(part.length).toBeGreaterThan(0);
      expect([...part].filter(touched)).toEqual([]);
    }
    // Of 0 to 42 without 20 to 29, by hand: the sum 903 less 245 over 33.
    expect(data.normalisation).toMatchObject({ mean: [expect.closeTo((903 - 245) / 33, 10)] });
    const { leftOut = new Uint32Array(0) } = data;
    expect([...leftOut]).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24]);
    const { targets } = data.evaluationReader(1).read(plainItems(leftOut.subarray(0, 1)));
    const { task } = data;
    if (task.kind !== 'regression') throw new Error('A series has values.');
    expect([...targets].map((one) => Math.round(task.targetMean[0] + task.targetStd[0] * one))).toEqual([
      1000, 1000,
    ]);
    data.close();
  });

  test('is nothing where none is named', async () => {
    const data = await openRunData(of(), path);
    expect(data.leftOut).toBeUndefined();
    data.close();
  });

  test.each([
    [['spring', day(30)], 'data.leaveOutPeriod: "spring" is no time like 2018-01-01 or 2018-01-01 13:00.'],
    [[day(30), day(20)], 'data.leaveOutPeriod: 2026-01-21 is not after 2026-01-31;'],
    [['2027-01-01', '2027-02-01'], 'it runs from 2026-01-01T00:00:00.000 to 2026-03-01T00:00:00.000.'],
    [[day(0), day(60)], 'data.leaveOutPeriod: every window of the training part touches it;'],
    [[day(20), day(21)], 'its 1 steps are too few for the 2 that a window forecasts;'],
  ])('%j is refused when the data are looked at', async (period, says) => {
    await expect(checkData(of(period).data, path)).rejects.toThrow(says);
  });

  test('needs two times', () => {
    expect(() => of([day(20)])).toThrow();
  });
});

describe('a period that a file of several series leaves out', () => {
  /** A has 40 days from the first of January on, B 30 from the eleventh on, C 20 from the end of February. */
  const path = join(mkdtempSync(join(tmpdir(), 'left-out-each-')), 'days.csv');
  afterAll(() => rmSync(dirname(path), { recursive: true }));
  const day = (step: number) => new Date(Date.UTC(2026, 0, 1 + step)).toISOString().slice(0, 10);
  const ranges = [
    ['A', 0, 40],
    ['B', 10, 30],
    ['C', 50, 20],
  ] as const;
  const rows = ranges.flatMap(([name, first, count]) =>
    Array.from({ length: count }, (_, at) => `${day(first + at)},${name},${first + at}`),
  );
  writeFileSync(path, ['date,site,OT', ...rows].join('\n'));
  const of = (from: number, to: number) =>
    experimentOn({
      dataset: 'time-series',
      path,
      seriesColumn: 'site',
      history: 3,
      horizon: 2,
      calendar: false,
      testFraction: 0.2,
      validationFraction: 0,
      leaveOutPeriod: [day(from), day(to)],
    });

  test('is left out of each that has it, by its own times, and of none that begins later', async () => {
    const data = await openRunData(of(15, 20), path);
    // By hand: steps count on from series to series, 0 to 39 of A, 40 to 69 of B, 70 to 89 of C; 32 of A, 24 of B and 16 of C train.
    const between = (first: number, last: number) =>
      Array.from({ length: last - first + 1 }, (_, at) => first + at);
    expect([...data.train]).toEqual(
      [
        ...between(0, 10),
        ...between(20, 27),
        ...between(40, 40),
        ...between(50, 59),
        ...between(70, 81),
      ].filter((start) => start !== 60),
    );
    const { leftOut = new Uint32Array(0) } = data;
    expect([...leftOut]).toEqual([...between(12, 15), ...between(42, 45)]);
    const trained = [
      ...between(0, 14),
      ...between(20, 31),
      ...between(10, 14),
      ...between(20, 33),
      ...between(50, 65),
    ];
    const mean = trained.reduce((sum, value) => sum + value, 0) / trained.length;
    expect(data.normalisation).toMatchObject({ mean: [expect.closeTo(mean, 10)] });
    data.close();
  });

  test('is refused where no series has it, and by the series whose every window touches it', async () => {
    await expect(checkData(of(100, 110).data, path)).rejects.toThrow(
      'data.leaveOutPeriod: no series has a step from 2026-04-11 on and before 2026-04-21; they run from 2026-01-01T00:00:00.000 to 2026-03-11T00:00:00.000.',
    );
    await expect(checkData(of(12, 34).data, path)).rejects.toThrow(
      'data.leaveOutPeriod: of series B every window of the training part touches it; leave out less, or shorten data.history.',
    );
  });
});
