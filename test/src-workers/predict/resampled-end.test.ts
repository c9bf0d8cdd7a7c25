import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { predictFile } from '../../../src-workers/predict/predict-file';
import { temporaryFolder } from '../../temporary-folder';
import {
  type SmallPosterior,
  seriesTransformer,
  seriesWithCovariates,
  writePosterior,
} from '../posterior/small-posteriors';

const hourly = (small: SmallPosterior, resampleBy: string) =>
  ({
    ...small,
    experiment: {
      ...small.experiment,
      data: { ...small.experiment.data, resample: '1 h', resampleBy },
    },
    timeStep: { kind: 'units', units: '3600', digits: 0 },
  }) as SmallPosterior;

async function forecast(posterior: SmallPosterior, lines: readonly string[]) {
  const folder = temporaryFolder();
  const [input, out] = ['series.csv', 'out.csv'].map((name) => join(folder, name));
  writeFileSync(input, lines.join('\n'));
  const { notes } = await predictFile(
    { kind: 'predict', posterior: writePosterior(folder, posterior), input, out, format: 'csv' },
    { kind: 'javascript' },
    () => {},
  );
  const table = readFileSync(out, 'utf8');
  return { notes, table, first: table.split('\n')[1].split(',')[0] };
}

/** Of quarter hours from midnight on. */
const quarter = (at: number) => new Date(Date.UTC(2024, 0, 1) + at * 900_000).toISOString().slice(0, 16);

describe.each(['mean', 'last', 'sum'])(
  'a file in quarters of an hour that is brought to hours by %s',
  (by) => {
    test('is forecast from its last whole hour, whatever there is of the next', async () => {
      const rows = (count: number) => [
        'date,OT',
        ...Array.from({ length: count }, (_, at) => `${quarter(at)},${15 + (at % 9)}`),
      ];
      const posterior = hourly(seriesTransformer, by);
      const whole = await forecast(posterior, rows(32));
      expect(whole.first).toBe('2024-01-01T08:00:00.000');
      expect(whole.notes.join()).not.toContain('left out');
      const part = await forecast(posterior, rows(34));
      expect(part.table).toBe(whole.table);
      expect(part.notes.join()).toContain('1 step of 1 h at the ends of what is known was left out');
      expect((await forecast(posterior, rows(36))).first).toBe('2024-01-01T09:00:00.000');
    });

    test('and so it is with columns that are known ahead', async () => {
      const rows = (known: number) => [
        'date,OT,wind,temperature',
        ...Array.from({ length: 56 }, (_, at) => {
          const [load, wind] = at < known ? [15 + (at % 9), at % 5] : ['', ''];
          return `${quarter(at)},${load},${wind},${at % 7}`;
        }),
      ];
      const posterior = hourly(seriesWithCovariates, by);
      const whole = await forecast(posterior, rows(32));
      expect(whole.first).toBe('2024-01-01T08:00:00.000');
      const part = await forecast(posterior, rows(34));
      expect(part.table).toBe(whole.table);
      expect(part.notes.join()).toContain('1 step of 1 h at the ends of what is known was left out');
      expect((await forecast(posterior, rows(36))).first).toBe('2024-01-01T09:00:00.000');
    });
  },
);
