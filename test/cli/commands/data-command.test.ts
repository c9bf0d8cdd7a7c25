import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../temporary-folder';
import { jsonLines, newCommandShell } from '../command-shell';

function tableFile(text: string): string {
  const file = join(temporaryFolder(), 'rows.csv');
  writeFileSync(file, text);
  return file;
}

const rows = 'n,age,kind,when\n0,31,red,2024-01-01\n1,,blue,2024-01-02\n2,45,red,2024-01-03\n';

test('a table is told column by column, and what may be a mistake', async () => {
  const file = tableFile(rows);
  const { code, out } = await newCommandShell().call('data', file);
  expect(code).toBe(0);
  expect(out.trim().split('\n')).toEqual([
    `${file}: 3 rows of 4 columns.`,
    '  n     numbers   0 to 2, mean 1, std 0.8165  █           █          █',
    expect.stringMatching(/^ {2}age {3}numbers {3}31 to 45, mean 38, std 7 {2}█ {22}█ +1 empty$/),
    '  kind  texts     2: red 2, blue 1',
    '  when  times     2024-01-01 to 2024-01-03',
    'Worth a look:',
    '  There are empty cells in age (1); for inputs “Empty cells” (data.missing) says what they are, else a run refuses them.',
    '  Column n counts the rows; leave it out, or write the file without it (pandas: index=False).',
  ]);
});

test('as JSON the same in one object', async () => {
  const { code, out } = await newCommandShell().call('data', tableFile(rows), '--json', '--target', 'kind');
  expect(code).toBe(0);
  const [look] = jsonLines(out);
  expect(look).toMatchObject({ kind: 'table', rows: 3, columns: [{ name: 'n' }, { empty: 1 }, {}, {}] });
  expect(look.odd).toContain(
    'Of 2 classes there are fewer than 10 rows: red (2), blue (1); they are hardly learned or tested.',
  );
  expect(look.odd).toContain(
    'Of so few rows a run with the usual shares takes to train, validate and test: red 1, 0 and 1; blue 1, 0 and 0 (data.leastPerClass, in the window “Rows of each class at least”).',
  );
});

test('a file that is not there, or a column that is not in it, is bad input', async () => {
  const { call } = newCommandShell();
  const missing = await call('data', '/nowhere.csv');
  expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('/nowhere.csv is missing')]);
  const other = await call('data', tableFile(rows), '--target', 'knd');
  expect([other.code, other.err]).toEqual([2, expect.stringContaining('has no column named knd')]);
});

test('a separator or letters of a file that has none are bad input, in one sentence', async () => {
  const { call } = newCommandShell();
  const workbook = join(
    import.meta.dirname,
    '..',
    '..',
    'src-files',
    'csv',
    'fixtures',
    'formats',
    'table.xlsx',
  );
  for (const option of [
    ['--separator', 'semicolon'],
    ['--encoding', 'utf-8'],
  ]) {
    const { code, out, err } = await call('data', workbook, ...option);
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(
      `${workbook} is an Excel workbook (.xlsx), to which a ${option[0].slice(2)} does not apply: that is of CSV files; leave it out.\n`,
    );
  }
  expect((await call('data', workbook, '--decimals', 'point')).code).toBe(0);
});
