import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { groupsOf } from '../../../src-workers/assess/groups/groups-of';
import { openTimeSeriesData } from '../../../src-workers/data/time-series-data';
import { ForecastScores } from '../../../src-workers/evaluate/reports/forecast-scores';
import { predictFile } from '../../../src-workers/predict/predict-file';
import { temporaryFolder } from '../../temporary-folder';
import { seriesTransformer, writePosterior } from '../posterior/small-posteriors';

// As pandas has them: write_stamps.py.
const stamps = join(import.meta.dirname, 'fixtures', 'stamps');
const { cases } = JSON.parse(readFileSync(join(stamps, 'pandas.json'), 'utf8')) as {
  readonly cases: readonly {
    readonly file: string;
    readonly data: object;
    /** The four that follow the file. */
    readonly next: readonly string[];
    /** Of each row. */
    readonly weekdays: readonly string[];
  }[];
};

const { TZ } = process.env;
/** Minutes that this machine is behind UTC, in a winter without clocks put forward. */
const zones = [
  ['America/New_York', 300],
  ['Asia/Kolkata', -330],
  ['UTC', 0],
] as const;

describe.each(zones)('on a machine in %s', (zone, behind) => {
  beforeEach(() => {
    process.env.TZ = zone;
    expect(new Date(2024, 0, 1).getTimezoneOffset()).toBe(behind);
  });
  afterEach(() => {
    if (TZ === undefined) Reflect.deleteProperty(process.env, 'TZ');
    else process.env.TZ = TZ;
  });

  it.each(cases)('stamps of $file go on as pandas has them, with Z where a zone was told', async (one) => {
    const folder = temporaryFolder();
    const input = join(folder, one.file);
    copyFileSync(join(stamps, one.file), input);
    const { experiment } = seriesTransformer;
    const posterior = writePosterior(folder, {
      ...seriesTransformer,
      experiment: { ...experiment, data: { ...experiment.data, ...one.data } as typeof experiment.data },
    });
    const out = join(folder, 'out.csv');
    await predictFile(
      { kind: 'predict', posterior, input, out, format: 'csv' },
      { kind: 'javascript' },
      () => {},
    );
    const [, ...rows] = readFileSync(out, 'utf8').trimEnd().split('\n');
    expect(rows.map((row) => row.split(',')[0])).toEqual(one.next);
  });

  it.each(cases)('forecasts of $file are told apart by the weekdays that pandas has', async (one) => {
    const path = join(stamps, one.file);
    const experiment = experimentSchema.parse({
      data: { dataset: 'time-series', path, history: 2, horizon: 1, ...one.data },
      model: { kind: 'mlp' },
      parallel: { mode: 'local', devices: ['cpu:0'] },
    });
    if (experiment.data.dataset !== 'time-series') throw new Error('It is a series.');
    const data = await openTimeSeriesData(experiment.data, path);
    const { names, of } = await groupsOf('weekday', experiment, data, path);
    const days = Array.from(data.test, (start) => one.weekdays[start + 2]);
    expect(Array.from(of, (group) => names[group])).toEqual(days);
  });

  it('forecasts are put in the order of their stamps, those of clocks put forward too', () => {
    const times = ['01:30', '02:00', '02:30', '03:00', '03:30'].map((time) => `2024-03-10T${time}:00.000`);
    const scores = new ForecastScores(times.length, 1);
    const mixed = [3, 0, 4, 2, 1].map((place) => times[place]);
    mixed.forEach((_, item) => {
      scores.add(item, 0, { square: 1, crps: 1, in50: 0, in90: 1 });
    });
    const { byOrigin = [] } = scores.report(1, (item) => mixed[item]);
    expect(byOrigin.map(({ from }) => from)).toEqual(times);
  });
});

describe('stamps of a file', () => {
  it('of which some name a zone are all told with it', async () => {
    const folder = temporaryFolder();
    const input = join(folder, 'mixed.csv');
    const rows = Array.from(
      { length: 8 },
      (_, hour) => `2024-01-01T0${hour}:00${hour % 2 === 0 ? 'Z' : ''},${hour}`,
    );
    writeFileSync(input, ['date,OT', ...rows].join('\n'));
    const out = join(folder, 'out.csv');
    await predictFile(
      { kind: 'predict', posterior: writePosterior(folder, seriesTransformer), input, out, format: 'csv' },
      { kind: 'javascript' },
      () => {},
    );
    expect(readFileSync(out, 'utf8').split('\n')[1].split(',')[0]).toBe('2024-01-01T08:00:00.000Z');
  });
});
