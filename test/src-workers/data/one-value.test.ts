import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { temporaryFolder } from '../../temporary-folder';

async function warningsOf(text: string, data: object): Promise<readonly string[]> {
  const path = join(temporaryFolder(), 'a.csv');
  writeFileSync(path, text);
  const experiment = experimentSchema.parse({
    data: { path, ...data },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const opened = await openRunData(experiment, path);
  opened.close();
  return opened.warnings;
}

const rows = Array.from({ length: 20 }, (_, row) => row);
const table = { dataset: 'table', target: 'y' };

test('a target of one value is told, alone or among several heads', async () => {
  const constant = `x,y,z\n${rows.map((row) => `${row},5,${row % 3}`).join('\n')}\n`;
  const sentence =
    'y is 5 in every item that is trained on; there is nothing to learn of it: predict another target.';
  expect(await warningsOf(constant, table)).toContain(sentence);
  expect(await warningsOf(constant, { ...table, target: ['z', 'y'] })).toContain(sentence);
  const heads = [{ target: 'z', task: 'classification' }, { target: 'y' }];
  expect(await warningsOf(constant, { ...table, target: ['z', 'y'], heads })).toContain(sentence);
  expect((await warningsOf(constant, { ...table, target: 'z' })).join()).not.toContain('nothing to learn');
});

test('a series that never changes is told, unless another in its file is of another level', async () => {
  const hours = (level: (series: string) => number, series: readonly string[]) =>
    `date,site,OT\n${series
      .flatMap((name) =>
        Array.from(
          { length: 200 },
          (_, hour) =>
            `2024-01-${String(1 + Math.floor(hour / 24)).padStart(2, '0')} ${String(hour % 24).padStart(2, '0')}:00,${name},${level(name)}`,
        ),
      )
      .join('\n')}\n`;
  const series = { dataset: 'time-series', history: 4, horizon: 2, calendar: false };
  const one = await warningsOf(
    hours(() => 3, ['a']),
    series,
  );
  expect(one).toContain('OT is 3 in every step; there is nothing to learn of it: forecast another column.');
  const two = await warningsOf(
    hours((name) => (name === 'a' ? 3 : 4), ['a', 'b']),
    { ...series, seriesColumn: 'site' },
  );
  expect(two.join()).not.toContain('nothing to learn');
});

test('an empty cell of a series is refused with what would take it', async () => {
  const text = 'date,OT\n2024-01-01,1\n2024-01-02,\n2024-01-03,3\n';
  await expect(warningsOf(text, { dataset: 'time-series', history: 1, horizon: 1 })).rejects.toThrow(
    'a.csv, row 3, column OT: the cell is empty; every row needs a number here. Where values are not known, set data.gaps to mask (in the window “Empty values”, “Not known”).',
  );
});

test('an input of one value is told of a table, another’s texts and times are not', async () => {
  const rowsOf = (cell: (row: number) => string) =>
    `x,c,y\n${rows.map((row) => `${row},${cell(row)},${row % 7}`).join('\n')}\n`;
  const told = 'c is 7.5 in every row that is trained on: nothing teaches what another value changes';
  expect(
    (
      await warningsOf(
        rowsOf(() => '7.5'),
        table,
      )
    ).join('\n'),
  ).toContain(told);
  for (const cell of [
    (row: number) => String(7.5 + row),
    (row: number) => `text ${row % 2}`,
    () => '2024-05-03',
  ])
    expect((await warningsOf(rowsOf(cell), table)).join('\n')).not.toContain(
      'in every row that is trained on',
    );
});
