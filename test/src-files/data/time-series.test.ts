import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { calendarFeatures } from '../../../src-files/data/calendar';
import { checkData } from '../../../src-files/data/check-data';
import { timeText } from '../../../src-files/data/civil-time';
import { seriesIn } from '../../../src-files/data/time-series';
import { windowsOfEach } from '../../../src-files/data/windows-of-each';
import { dataSchema } from '../../../src-shared/experiment/data';
import { calendarSize } from '../../../src-shared/experiment/data/series-windows';
import { temporaryFolder } from '../../temporary-folder';

function read(text: string, settings: Record<string, unknown> = {}) {
  const data = dataSchema.parse({ dataset: 'time-series', path: 'a.csv', ...settings });
  if (data.dataset !== 'time-series') throw new Error('These are the settings of a time series.');
  return seriesIn(parseCsv(new TextEncoder().encode(text), 'a.csv'), data)[0];
}

/** As pandas and NumPy have them (test/parity/record_even_times.py). */
const evenTimes: {
  readonly cases: readonly {
    readonly frequency: string;
    readonly times: readonly string[];
    readonly next: string;
  }[];
} = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'parity', 'fixtures', 'even-times.json'), 'utf8'),
);

/** A time with all digits of its microseconds, and no zone. */
function microseconds(time: string): string {
  const [seconds, fraction = ''] = time.replace(/Z$/, '').split('.');
  return `${seconds}.${fraction.padEnd(6, '0')}`;
}

describe('a time series', () => {
  it("is read from ETT's files as they are", () => {
    const text =
      'date,HUFL,HULL,MUFL,MULL,LUFL,LULL,OT\n' +
      '2016-07-01 00:00:00,5.827,2.009,1.599,0.462,4.203,1.340,30.531\n' +
      '2016-07-01 01:00:00,5.693,2.076,1.492,0.426,4.142,1.371,27.787\n';
    const { times, targets } = read(text);
    const [{ name, values }] = targets;
    expect(name).toBe('OT');
    expect([...times]).toEqual([Date.UTC(2016, 6, 1), Date.UTC(2016, 6, 1, 1)]);
    expect([...values]).toEqual([30.531, 27.787]);
  });

  it('of several columns has each with its unit, and their whole names where these differ by the unit alone', () => {
    const text = 'date,flow [l/s],level (m),flow (m3)\n2020-01-01,1,2,3\n2020-01-02,4,5,6\n';
    const named = (...valueColumn: string[]) =>
      read(text, { valueColumn }).targets.map(({ name, unit, values }) => [name, unit, ...values]);
    expect(named('level (m)', 'flow [l/s]')).toEqual([
      ['level', 'm', 2, 5],
      ['flow', 'l/s', 1, 4],
    ]);
    expect(named('flow [l/s]', 'flow (m3)')).toEqual([
      ['flow [l/s]', undefined, 1, 4],
      ['flow (m3)', undefined, 3, 6],
    ]);
    expect(() => named('level (m)', 'depth')).toThrow('data.valueColumn');
  });

  it.each([
    ['2020-02-29', Date.UTC(2020, 1, 29)],
    ['2020-02-29T12:30', Date.UTC(2020, 1, 29, 12, 30)],
    ['2020-02-29 12:30:15.5Z', Date.UTC(2020, 1, 29, 12, 30, 15, 500)],
    ['2020-03-01T00:30:00+01:00', Date.UTC(2020, 1, 29, 23, 30)],
  ])('understands the time %s', (time, milliseconds) => {
    expect(read(`date,OT\n${time},1\n`).times[0]).toBe(milliseconds);
  });

  it.each(['2021-02-29', '1.7.2016', '2016-07-01 24:00', '2016-13-01', 'noon', ''])(
    'refuses %j by row and column',
    (time) => {
      expect(() => read(`date,OT\n"${time}",1\n`)).toThrow(
        `a.csv, row 2, column date: "${time}" is no time like 2016-07-01 00:00:00.`,
      );
    },
  );

  it('has even steps: a row that is missing, repeated or out of order is named', () => {
    const hours = (...all: number[]) =>
      `date,OT\n${all.map((hour) => `2016-07-01 0${hour}:00,1\n`).join('')}`;
    expect(read(hours(0, 1, 2)).times).toHaveLength(3);
    expect(() => read(hours(0, 1, 3))).toThrow(
      'a.csv, row 4, column date: 2016-07-01 03:00 is 2 h after the row before, not 1 h',
    );
    expect(() => read(hours(0, 1, 1))).toThrow('row 4, column date: 2016-07-01 01:00 is 0 h after');
    expect(() => read(hours(2, 1, 0))).toThrow('row 3, column date: 2016-07-01 01:00 is -1 h after');
  });

  it.each(evenTimes.cases)('goes on in steps of $frequency: $times, then $next', ({ times, next }) => {
    const { exactTimes } = read(`date,OT\n${times.map((time) => `${time},1\n`).join('')}`);
    expect(microseconds(timeText(exactTimes.at(times.length)))).toBe(microseconds(next));
  });

  it.each([
    ['28 days', { kind: 'units', units: '2419200', digits: 0 }, '2021-03-29T00:00:00.000'],
    ['1 month', { kind: 'months', months: 1 }, '2021-04-01T00:00:00.000'],
  ] as const)(
    'of 28 days that may be a month is read in the step that is expected, %s',
    (_what, step, next) => {
      const csv = parseCsv(new TextEncoder().encode('date,OT\n2021-02-01,1\n2021-03-01,1\n'), 'a.csv');
      const layout = { timeColumn: 'date', valueColumn: 'OT', gaps: 'refuse' } as const;
      const [{ exactTimes }] = seriesIn(csv, layout, step);
      expect(exactTimes.step).toEqual(step);
      expect(timeText(exactTimes.at(2))).toBe(next);
    },
  );

  it.each([
    [['2021-01-31', '2021-02-28', '2021-03-31'], { kind: 'months', months: 1 }],
    [['2000', '2002', '2004'], { kind: 'months', months: 24 }],
    [['2021-01-01 00:00:00.000', '2021-01-01 01:00:00.000'], { kind: 'units', units: '3600', digits: 0 }],
    [['2021-01-01 00:00:00.00', '2021-01-01 00:00:00.25'], { kind: 'units', units: '25', digits: 2 }],
  ] as const)('keeps its step in the fewest digits: %j', (times, step) => {
    const { exactTimes } = read(`date,OT\n${times.map((time) => `${time},1\n`).join('')}`);
    expect(exactTimes.step).toEqual(step);
  });

  it('of months refuses one that is missing', () => {
    expect(() => read('date,OT\n2020-01-01,1\n2020-02-01,1\n2020-04-01,1\n')).toThrow(
      'row 4, column date: 2020-04-01 is 1440 h after the row before, not 744 h',
    );
  });

  it('refuses gaps unless they are masked, and a column without a single value', () => {
    const text = 'date,OT\n2016-07-01 00:00,1\n2016-07-01 01:00,\n';
    expect(() => read(text)).toThrow('a.csv, row 3, column OT: the cell is empty');
    expect([...read(text, { gaps: 'mask' }).targets[0].values]).toEqual([1, NaN]);
    expect(() => read('date,OT\n2016-07-01,\n', { gaps: 'mask' })).toThrow('column OT holds no known value');
  });
});

describe('several series of one file', () => {
  const settings = { seriesColumn: 'site', history: 3, horizon: 2, testFraction: 0.2, validationFraction: 0 };
  const readAll = (text: string) => {
    const data = dataSchema.parse({ dataset: 'time-series', path: 'a.csv', ...settings });
    if (data.dataset !== 'time-series') throw new Error('These are the settings of a time series.');
    return { data, all: seriesIn(parseCsv(new TextEncoder().encode(text), 'a.csv'), data) };
  };
  const day = (site: string, at: number, value: number | '') =>
    `2024-01-${String(at).padStart(2, '0')},${site},${value}`;
  const file = (...lines: string[]) => ['date,site,OT', ...lines].join('\n');

  it('are told apart by a column, whatever the order of the rows, and each begins when it does', () => {
    const { all } = readAll(file(day('B', 3, 30), day('A', 1, 1), day('B', 4, 40), day('A', 2, 2)));
    expect(
      all.map(({ name, targets, exactTimes }) => [name, [...targets[0].values], timeText(exactTimes.at(2))]),
    ).toEqual([
      ['B', [30, 40], '2024-01-05T00:00:00.000'],
      ['A', [1, 2], '2024-01-03T00:00:00.000'],
    ]);
  });

  it('have a name in each row, and the same even steps', () => {
    expect(() => readAll(file(day('A', 1, 1), day('', 2, 2)))).toThrow(
      'a.csv, row 3, column site: the cell is empty; it names the series of the row (data.seriesColumn).',
    );
    expect(() =>
      readAll(file(day('A', 1, 1), day('B', 1, 1), day('A', 2, 2), day('B', 3, 3), day('A', 4, 4))),
    ).toThrow('a.csv, row 6, column date: 2024-01-04 is 48 h after row 4, not 24 h');
    expect(() => readAll(file(day('A', 1, 1), day('A', 2, 2), day('B', 1, 1), day('B', 3, 3)))).toThrow(
      'a.csv: series B has steps of 2 days, and A of 1 day; series of one file (data.seriesColumn) have the same step.',
    );
  });

  it('that are too short for a window are all named', () => {
    const lines = [12, 4, 12, 3].flatMap((days, at) =>
      Array.from({ length: days }, (_, place) => day('ABCD'[at], place + 1, place)),
    );
    const { all, data } = readAll(file(...lines));
    expect(() => windowsOfEach(all, data)).toThrow(
      'data.seriesColumn: B is too short (and so are D): a window of 3 + 2 steps is longer than the whole series of 4; take such series out of the file, or shorten data.history or data.horizon.',
    );
  });
});

describe('the check of a time series', () => {
  const check = (known: (hour: number) => boolean) => {
    const rows = Array.from({ length: 20 }, (_, hour) => {
      return `2020-02-01 ${String(hour).padStart(2, '0')}:00,${known(hour) ? hour : ''}\n`;
    });
    const path = join(temporaryFolder(), 's.csv');
    writeFileSync(path, `date,OT\n${rows.join('')}`);
    const split = { testFraction: 0.2, validationFraction: 0.25 };
    const data = dataSchema.parse({
      dataset: 'time-series',
      path,
      gaps: 'mask',
      history: 2,
      horizon: 1,
      ...split,
    });
    return checkData(data, path);
  };

  // Of 20 rows the last 4 test, the 4 before validate.
  it.each([
    // Its first two rows are history alone: a value known there is never forecast.
    ['training', (hour: number) => hour < 2 || hour >= 12, 'rows 3 to 12'],
    ['validation', (hour: number) => hour < 12 || hour >= 16, 'rows 13 to 16'],
    ['test', (hour: number) => hour < 16, 'rows 17 to 20'],
  ])('refuses one without a known value to be %s', async (part, known, rows) => {
    await expect(check(known)).rejects.toThrow(
      `the ${part} part of the series, ${rows} of its values, holds no known`,
    );
  });

  it('takes one with a single known value in each part', async () => {
    expect(await check((hour) => hour === 3 || hour === 12 || hour === 19)).toEqual([3, 9]);
  });
});

describe('the calendar of a time', () => {
  const at = (time: number) => {
    const features = new Float32Array(calendarSize);
    calendarFeatures(time, features, 0);
    return Array.from(features, (value) => Math.round(value * 1000) / 1000 + 0);
  };

  it('is all at the start of its cycles on a Monday, the 1st of January, at midnight', () => {
    expect(at(Date.UTC(2018, 0, 1))).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
  });

  it('is a quarter through the day at 6 o clock', () => {
    expect(at(Date.UTC(2018, 0, 1, 6)).slice(0, 2)).toEqual([1, 0]);
  });

  it('is half through the month and the year where they are: 16 February and 2 July', () => {
    expect(at(Date.UTC(2018, 1, 15)).slice(4, 6)).toEqual([0, -1]);
    expect(at(Date.UTC(2018, 6, 2, 12)).slice(6)).toEqual([0, -1]);
  });

  it('is at the start of its cycles on the 1st of January of the year 50, a Saturday, too', () => {
    const features = at(new Date(0).setUTCFullYear(50, 0, 1));
    expect([...features.slice(0, 2), ...features.slice(4)]).toEqual([0, 1, 0, 1, 0, 1]);
  });

  it('is the same time of day and week a week later, before 1970 too', () => {
    const week = 7 * 86_400_000;
    const time = Date.UTC(1969, 4, 4, 17);
    expect(at(time + week).slice(0, 4)).toEqual(at(time).slice(0, 4));
  });
});
