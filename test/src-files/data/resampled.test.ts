import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { timeText } from '../../../src-files/data/civil-time';
import { readTimeSeries } from '../../../src-files/data/time-series';
import { resampledStep } from '../../../src-shared/experiment/data/resampling';
import { dataProblems } from '../../../src-shared/experiment/data-problems';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { temporaryFolder } from '../../temporary-folder';

/** What pandas makes of the same files (write_resampled.py beside this). */
const { cases, ways } = JSON.parse(readFileSync('test/src-files/data/fixtures/resampled.json', 'utf8')) as {
  readonly cases: readonly {
    readonly name: string;
    readonly csv: string;
    readonly data: object;
    readonly times: readonly string[];
    readonly values: readonly (number | null)[];
  }[];
  readonly ways: {
    readonly csv: string;
    readonly times: readonly string[];
    readonly values: Readonly<Record<string, readonly (number | null)[]>>;
  };
};

const experimentOn = (data: object) =>
  experimentSchema.parse({
    data: { dataset: 'time-series', path: 'a.csv', ...data },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });

async function read(csv: string, data: object) {
  const path = join(temporaryFolder(), 'a.csv');
  writeFileSync(path, csv);
  const experiment = experimentOn(data);
  if (experiment.data.dataset !== 'time-series') throw new Error('It is a series.');
  const [series] = await readTimeSeries(experiment.data, path);
  return series;
}

describe('a series has the times and values that pandas gives it', () => {
  test.each(cases)('$name', async ({ csv, data, times, values }) => {
    const { exactTimes, times: steps, targets } = await read(csv, { gaps: 'mask', ...data });
    expect(Array.from(steps, (_, at) => timeText(exactTimes.at(at)))).toEqual(times);
    expect([...targets[0].values]).toEqual(
      values.map((value) => (value === null ? Number.NaN : expect.closeTo(value, 8))),
    );
  });
});

test('columns are brought to a step each in its own way, as pandas’ agg has it', async () => {
  const { targets, covariates, exactTimes, times, notes } = await read(ways.csv, {
    valueColumn: ['temp', 'rain'],
    pastCovariates: ['level'],
    gaps: 'mask',
    resample: '1 day',
    resampleBy: 'mean',
    resampleByColumn: { rain: 'sum', level: 'last' },
  });
  // The first and the last day are parts: of neither is the sum one of a day.
  const days = Array.from(times, (_, at) => timeText(exactTimes.at(at)).slice(0, 10));
  const first = ways.times.indexOf(days[0]);
  expect(days).toEqual(ways.times.slice(first, first + days.length));
  expect(days.length).toBeGreaterThanOrEqual(ways.times.length - 2);
  for (const { name, values } of [...targets, ...covariates])
    expect([...values], name).toEqual(
      ways.values[name]
        .slice(first, first + days.length)
        .map((value) => (value === null ? Number.NaN : expect.closeTo(value, 8))),
    );
  expect(notes).toContain(
    'Rows were brought to steps of 1 day, of each the mean, of rain the sum, of level the last (data.resample).',
  );
});

describe('the calendar', () => {
  test('is that of the clocks: half past eight in the morning in winter and in summer', async () => {
    const { clock, times } = await read(
      [
        'date,OT',
        '2026-03-28 08:30,1',
        '2026-03-28 20:30,2',
        '2026-03-29 09:30,3',
        '2026-03-29 21:30,4',
      ].join('\n'),
      { timeZone: 'Europe/Berlin' },
    );
    // Twelve hours lie between them, whatever clocks show meanwhile.
    expect(
      Array.from(times, (time) => new Date(clock?.shownAt(time) ?? 0).toISOString().slice(11, 16)),
    ).toEqual(['08:30', '20:30', '09:30', '21:30']);
  });
});

describe('a file with uneven steps is refused with what helps', () => {
  const hours = (...shown: readonly string[]) =>
    ['date,OT', ...shown.map((time, at) => `2026-03-29 ${time},${at}`)].join('\n');

  test('in a night in which clocks are put forward, by naming the zone', async () => {
    const night = hours('00:00', '01:00', '03:00', '04:00');
    await expect(read(night, {})).rejects.toThrow(
      'a.csv, row 4, column date: 2026-03-29 03:00 is 2 h after the row before, not 1 h; the steps of a series are all alike. Where clocks were changed in that night, name their zone (data.timeZone, as Europe/Berlin). Bring others to one step with data.resample (as 1 h) and data.resampleBy (mean, last or sum).',
    );
    expect((await read(night, { timeZone: 'Europe/Berlin' })).times).toHaveLength(4);
  });

  test('elsewhere by bringing them to one', async () => {
    await expect(read(hours('00:00', '01:00', '07:00'), {})).rejects.toThrow(
      'is 6 h after the row before, not 1 h; the steps of a series are all alike. Bring others to one step with',
    );
  });

  test('whose first step is not the usual one, as over a weekend, by naming that row', async () => {
    // A Friday, and the Monday to Wednesday after it.
    const days = ['2021-01-01', '2021-01-04', '2021-01-05', '2021-01-06'];
    const closed = ['date,OT', ...days.map((day, at) => `${day},${at}`)].join('\n');
    await expect(read(closed, {})).rejects.toThrow(
      'a.csv, row 3, column date: 2021-01-04 is 72 h after the row before, not 24 h',
    );
  });

  test('of which no step is the usual one, by the first that differs', async () => {
    await expect(read(hours('00:00', '02:00', '03:00', '07:00'), {})).rejects.toThrow(
      'row 4, column date: 2026-03-29 03:00 is 1 h after the row before, not 2 h',
    );
  });

  test('where clocks never showed a time, or there is no such zone', async () => {
    await expect(read(hours('01:00', '02:00', '03:00'), { timeZone: 'Europe/Berlin' })).rejects.toThrow(
      'a.csv, row 3, column date: clocks in Europe/Berlin never showed 2026-03-29 02:00, since they were put forward then; name the right zone (data.timeZone), or leave it out where times are UTC.',
    );
    await expect(read(hours('01:00', '02:00'), { timeZone: 'Berlin' })).rejects.toThrow(
      'data.timeZone: "Berlin" is no time zone; write one as Europe/Berlin or America/New_York (of the tz database), or UTC.',
    );
  });

  test('where no row lies in a step and every value has to be known', async () => {
    await expect(
      read(hours('00:10', '02:20', '03:00'), { resample: '1 h', resampleBy: 'mean' }),
    ).rejects.toThrow(
      'a.csv: no row with OT lies in the step of 1 h from 2026-03-29T01:00:00.000 on (data.resample); name a longer one, or set data.gaps to mask.',
    );
  });
});

test('a step is named as a person or pandas says it, and nothing else is one', () => {
  const second = (seconds: number) => ({ kind: 'seconds', seconds }) as const;
  const month = (months: number) => ({ kind: 'months', months }) as const;
  const named = {
    '15 min': second(900),
    '15min': second(900),
    '1 h': second(3600),
    hours: second(3600),
    '2 days': second(172_800),
    D: second(86_400),
    '1 week': second(604_800),
    '30 s': second(30),
    MS: month(1),
    '3 months': month(3),
    YS: month(12),
  };
  for (const [text, step] of Object.entries(named)) expect(resampledStep(text)).toEqual(step);
  expect(
    ['', '0 h', '1.5 h', 'soon', '15m', '5 ms', '1 fortnight', '-1 h'].map((text) => resampledStep(text)),
  ).toEqual(Array(8).fill(undefined));
});

test('a step and what stands for its values are named together', () => {
  const messages = (data: object) =>
    dataProblems(experimentOn(data)).map(({ path, message }) => `${path}: ${message}`);
  expect(messages({ resample: '1 h' })).toEqual([
    'data.resampleBy: Say what stands for the values in a step: mean, last or sum.',
  ]);
  expect(messages({ resampleBy: 'sum' })).toEqual([
    'data.resample: Name the step that rows are brought to, as 1 h, or leave data.resampleBy out.',
  ]);
  expect(messages({ resample: '1 h', resampleBy: 'sum' })).toEqual([]);
  expect(messages({ resample: '1 h', resampleBy: 'sum', resampleByColumn: { OT: 'last' } })).toEqual([]);
  expect(messages({ resample: '1 h', resampleBy: 'sum', resampleByColumn: { rain: 'last' } })).toEqual([
    'data.resampleByColumn: No column rain is forecast or seen; those that are brought to steps are OT.',
  ]);
  expect(messages({ resampleByColumn: { OT: 'last' } })).toEqual([
    'data.resample: Name the step that rows are brought to, as 1 h, or leave data.resampleBy out.',
  ]);
});

test('a piece of the test part is named with how many there are', () => {
  const messages = (data: object) =>
    dataProblems(experimentOn(data)).map(({ path, message }) => `${path}: ${message}`);
  expect(messages({ origins: 5 })).toEqual([
    'data.origin: Name one of the 5 pieces (data.origins), 1 to 5; a study over data.origin has a run for each.',
  ]);
  expect(messages({ origins: 5, origin: 6 })).toHaveLength(1);
  expect(messages({ origin: 2 })).toEqual([
    'data.origins: Say how many pieces the test share is cut into, of which data.origin names one.',
  ]);
  expect(messages({ origins: 5, origin: 5 })).toEqual([]);
});
