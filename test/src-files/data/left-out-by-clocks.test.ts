import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { leftOutOfEach } from '../../../src-files/data/left-out-steps';
import { readTimeSeries } from '../../../src-files/data/time-series';
import { experimentSchema } from '../../../src-shared/experiment/experiment';

const folder = mkdtempSync(join(tmpdir(), 'left-out-by-clocks-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The steps of an hourly file that are left out, and the times of the series. */
async function leftOut(times: readonly string[], settings: object) {
  const path = join(folder, 'hours.csv');
  writeFileSync(path, ['date,OT', ...times.map((time, at) => `${time},${at % 24}`)].join('\n'));
  const { data } = experimentSchema.parse({
    data: { dataset: 'time-series', path, ...settings },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  if (data.dataset !== 'time-series') throw new Error('It is a series.');
  const all = await readTimeSeries(data, path);
  const [span] = leftOutOfEach(data, all);
  const [series] = all;
  const timeAt = (step: number | undefined) => new Date(series.times[step ?? -1]).toISOString();
  return { span, from: timeAt(span?.first), to: timeAt(span?.end) };
}

const hours = (first: number, count: number) =>
  Array.from({ length: count }, (_, at) => new Date(first + at * 3_600_000).toISOString().slice(0, 16));

describe('a period that a series leaves out is of the clocks that its rows are of', () => {
  const ofNewYork = hours(Date.UTC(2018, 6, 1), 96).map((time) => time.replace('T', ' '));
  const period = { leaveOutPeriod: ['2018-07-02', '2018-07-03'] };

  test('the second day of July in New York is the rows of that day', async () => {
    const found = await leftOut(ofNewYork, { timeZone: 'America/New_York', ...period });
    expect(found.span).toEqual({ first: 24, end: 48 });
    expect(await leftOut(ofNewYork, period)).toMatchObject({ span: { first: 24, end: 48 } });
  });

  test('and of the zone that it names itself', async () => {
    const leaveOutPeriod = ['2018-07-02T00:00Z', '2018-07-03 00:00-04:00'];
    const { span } = await leftOut(ofNewYork, { timeZone: 'America/New_York', leaveOutPeriod });
    expect(span).toEqual({ first: 20, end: 48 });
  });

  /** By pandas 3: `Timestamp(text).tz_localize(zone, ambiguous=True, nonexistent="shift_forward")`, in UTC. */
  test.each([
    ['America/New_York', '2018-03-11', '2018-03-11T05:00', '2018-03-12', '2018-03-12T04:00'],
    ['America/New_York', '2018-03-11 02:30', '2018-03-11T07:00', '2018-03-12', '2018-03-12T04:00'],
    ['America/New_York', '2018-11-04 01:00', '2018-11-04T05:00', '2018-11-04 02:00', '2018-11-04T07:00'],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00', '2018-11-05', '2018-11-05T02:00'],
  ])('%s: %s is %s, and %s is %s', async (timeZone, first, from, end, to) => {
    const times = hours(Date.parse(`${from}Z`) - 48 * 3_600_000, 200).map((time) => `${time}Z`);
    const found = await leftOut(times, { timeZone, leaveOutPeriod: [first, end] });
    expect(found).toMatchObject({ from: `${from}:00.000Z`, to: `${to}:00.000Z` });
  });
});
