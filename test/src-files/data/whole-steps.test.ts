import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { timeText } from '../../../src-files/data/civil-time';
import { readTimeSeries } from '../../../src-files/data/time-series';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { temporaryFolder } from '../../temporary-folder';

/** Rows of 1 each at times, brought to steps: their beginnings, values and notes. */
async function stepsOf(times: readonly string[], resample: string, resampleBy = 'sum', gaps = 'mask') {
  const path = join(temporaryFolder(), 'a.csv');
  writeFileSync(path, ['date,OT', ...times.map((time) => `${time},1`)].join('\n'));
  const { data } = experimentSchema.parse({
    data: { dataset: 'time-series', path, resample, resampleBy, gaps },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  if (data.dataset !== 'time-series') throw new Error('It is a series.');
  const [{ exactTimes, targets, notes }] = await readTimeSeries(data, path);
  const values = [...targets[0].values];
  return { from: values.map((_, at) => timeText(exactTimes.at(at)).slice(0, 10)), values, notes };
}

const between = (first: string, last: string, minutes: number) => {
  const [start, end] = [first, last].map((time) => Date.parse(`${time}Z`));
  const count = (end - start) / (minutes * 60_000) + 1;
  return Array.from({ length: count }, (_, at) =>
    new Date(start + at * minutes * 60_000).toISOString().slice(0, 16),
  );
};

describe('sums are of whole steps', () => {
  const evening = between('2026-01-01T18:00', '2026-01-04T05:00', 60);

  test('hours from an evening to a morning have two days between, of 24 each', async () => {
    const { from, values, notes } = await stepsOf(evening, '1 day', 'sum', 'refuse');
    expect({ from, values }).toEqual({ from: ['2026-01-02', '2026-01-03'], values: [24, 24] });
    expect(notes).toContain(
      '2 steps of 1 day at the ends of what is known were left out, since rows reach through but a part of each (data.resample).',
    );
  });

  test('means and last values are told of parts of days, too', async () => {
    for (const by of ['mean', 'last'])
      expect(await stepsOf(evening, '1 day', by)).toMatchObject({ values: [1, 1, 1, 1] });
  });

  test('hours on the half from midnight to midnight lack nothing', async () => {
    const { values, notes } = await stepsOf(between('2026-01-01T00:30', '2026-01-02T23:30', 60), '1 day');
    expect(values).toEqual([24, 24]);
    expect(notes.join()).not.toContain('left out');
  });

  test('one row of midnight is no day', async () => {
    const { values, notes } = await stepsOf(between('2026-01-01T00:00', '2026-01-03T00:00', 60), '1 day');
    expect(values).toEqual([24, 24]);
    expect(notes.join()).toContain('1 step of 1 day at the ends of what is known was left out');
  });

  test('business days reach through a month that ends with a weekend', async () => {
    // January of 2026 ends on a Saturday, February begins on a Sunday and ends on a Saturday.
    const days = between('2026-01-01T00:00', '2026-02-27T00:00', 1440).filter(
      (day) => ![0, 6].includes(new Date(`${day}Z`).getUTCDay()),
    );
    expect(await stepsOf(days, '1 month')).toMatchObject({
      from: ['2026-01-01', '2026-02-01'],
      values: [22, 20],
    });
  });

  test('several rows of one time, and an outage of a day, change nothing', async () => {
    const rows = between('2026-01-01T00:00', '2026-01-03T23:00', 60);
    const outage = [...rows, ...between('2026-01-05T00:00', '2026-01-07T11:00', 60)];
    const twice = outage.flatMap((time) => [time, time]);
    expect((await stepsOf(twice, '1 day')).values).toEqual([48, 48, 48, Number.NaN, 48, 48]);
  });

  test('a file of no whole step is refused', async () => {
    await expect(stepsOf(between('2026-01-01T18:00', '2026-01-02T05:00', 60), '1 day')).rejects.toThrow(
      'a.csv: its rows reach through no step of 1 day (data.resample); name a shorter one, or add the rows that are missing from it.',
    );
  });
});
