import { describe, expect, it } from 'vitest';
import type { ColumnLook, PicturesLook, TableLook } from '../../../src-shared/data/data-look';
import { guessedData } from '../../../src-shared/data/guessed-data';
import { type PartSettings, partsOfLook } from '../../../src-shared/data/look-parts';

const numbers = (name: string, least: number, most: number, different: number, empty = 0): ColumnLook => ({
  name,
  empty,
  different,
  holds: { kind: 'numbers', least, most, mean: 0, std: 1, histogram: [] },
});
const texts = (name: string, different: number): ColumnLook => ({
  name,
  empty: 0,
  different,
  holds: { kind: 'texts', frequent: [] },
});
const table = (rows: number, ...columns: readonly ColumnLook[]): TableLook => ({
  kind: 'table',
  file: '/a.csv',
  rows,
  columns,
  notes: [],
  odd: [],
});

describe('what a look suggests', () => {
  it('predicts the column that is called so, else the last that names no rows', () => {
    expect(guessedData(table(90, texts('Class', 3), numbers('x', 0, 9.5, 80)))).toMatchObject({
      target: 'Class',
      task: 'classification',
    });
    expect(
      guessedData(
        table(90, numbers('x', 0, 9.5, 80), numbers('y', 0, 1.5, 80, 2), {
          ...texts('id', 90),
          namesRows: true,
        }),
      ),
    ).toMatchObject({
      dataset: 'table',
      target: 'y',
      task: 'regression',
    });
  });

  it('takes few whole numbers without gaps for classes, and leaves out what says nothing', () => {
    expect(
      guessedData(table(90, numbers('x', 0, 9, 80, 4), texts('one', 1), numbers('sort', 0, 2, 3))),
    ).toEqual({
      dataset: 'table',
      path: '/a.csv',
      target: 'sort',
      task: 'classification',
      leaveOut: ['one'],
      missing: 'mask',
    });
    expect(guessedData(table(90, texts('a', 3), numbers('visits', 0, 40, 9)))).toMatchObject({
      task: 'regression',
    });
  });

  it('makes of evenly spaced times a series with windows that fit it', () => {
    const series = {
      timeColumn: 't',
      series: 1,
      step: { kind: 'months', months: 1 },
      steps: 200,
      first: '',
      last: '',
      curves: [],
    } as const;
    const look = { ...table(200, numbers('load', 0, 9, 80), numbers('price', 0, 9, 80)), series };
    expect(guessedData(look)).toMatchObject({
      dataset: 'time-series',
      valueColumn: 'price',
      horizon: 10,
      history: 30,
    });
  });

  it('forecasts a column of many values, takes 0 and 1 as known ahead, and makes windows of whole days', () => {
    const series = {
      timeColumn: 't',
      series: 1,
      step: { kind: 'units', units: '3600', digits: 0 },
      steps: 1400,
      first: '',
      last: '',
      curves: [],
    } as const;
    const columns = [numbers('load', 0, 9, 80, 2), numbers('weekday', 0, 6, 7), numbers('holiday', 0, 1, 2)];
    // By hand: a twentieth of 1400 h is 70 h, of which 48 are whole days.
    expect(guessedData({ ...table(1400, ...columns), series })).toEqual({
      dataset: 'time-series',
      path: '/a.csv',
      timeColumn: 't',
      valueColumn: 'load',
      futureCovariates: ['holiday'],
      gaps: 'mask',
      horizon: 48,
      history: 144,
    });
    // Where nothing else is there, flags are forecast.
    expect(guessedData({ ...table(1400, numbers('rain', 0, 1, 2)), series })).toMatchObject({
      valueColumn: 'rain',
    });
  });

  it('brings pictures to a size of their shape, and grey ones to one channel', () => {
    const look: PicturesLook = {
      kind: 'pictures',
      place: '/p',
      pictures: 30,
      task: 'classification',
      classes: [],
      values: [],
      parts: { train: 0, validation: 0, test: 0 },
      sizes: [{ height: 256, width: 128, pictures: 30 }],
      shown: [],
      notes: [],
      odd: [],
    };
    expect(guessedData(look)).toEqual({
      dataset: 'images',
      path: '/p',
      task: 'classification',
      size: [64, 32],
    });
  });
});

describe('how many items each part has', () => {
  const settings: PartSettings = {
    dataset: 'images',
    testFraction: 0.2,
    validationFraction: 0.1,
    groups: '',
    splitColumn: '',
    testPath: '',
    history: 4,
    horizon: 2,
    stride: 1,
    leavesOut: false,
  };
  const pictures = (classes: readonly number[], test = 0): PicturesLook => ({
    kind: 'pictures',
    place: '/p',
    pictures: classes.reduce((sum, count) => sum + count, 0),
    task: 'classification',
    classes: classes.map((count, at) => ({ name: `${at}`, pictures: count, train: 0, validation: 0, test })),
    values: [],
    parts: { train: 0, validation: 0, test: test * classes.length },
    sizes: [],
    shown: [],
    notes: [],
    odd: [],
  });

  it('draws pictures class by class, and none of a part that they have', () => {
    // Of 13 each: 2.6 round to 3 for the test, of the other ten one validates.
    expect(partsOfLook(pictures([13, 13]), settings)).toEqual({
      train: 18,
      validation: 2,
      test: 6,
      isAbout: false,
    });
    expect(partsOfLook(pictures([13, 13], 3), settings)).toEqual({
      train: 18,
      validation: 2,
      test: 6,
      isAbout: false,
    });
  });

  it('counts the windows of a series, each of which forecasts in one part alone', () => {
    const series = {
      timeColumn: 't',
      series: 1,
      step: { kind: 'months', months: 1 },
      steps: 50,
      first: '',
      last: '',
      curves: [],
    } as const;
    const look = { ...table(50), series };
    // 50 steps: 36 train, 4 validate, 10 test; windows of 4 + 2, of which later parts may look back.
    expect(partsOfLook(look, { ...settings, dataset: 'time-series' })).toEqual({
      train: 31,
      validation: 3,
      test: 9,
      isAbout: false,
    });
    expect(partsOfLook(look, { ...settings, dataset: 'time-series', history: 45 })).toBeUndefined();
  });

  it('says nothing where a column says it, or a share is none', () => {
    expect(partsOfLook(table(50), { ...settings, dataset: 'table', splitColumn: 'split' })).toBeUndefined();
    expect(
      partsOfLook(table(50), { ...settings, dataset: 'table', testFraction: Number.NaN }),
    ).toBeUndefined();
  });
});
