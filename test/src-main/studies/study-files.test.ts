import { expect, test } from 'vitest';
import { csvOf } from '../../../src-main/studies/study-files';

test('a table as CSV quotes what would be read as more than one field, and leaves what is not known empty', () => {
  const table = {
    id: 'memory',
    title: 'Memory',
    columns: [
      { name: 'name, as written', unit: '' },
      { name: 'memory', unit: 'MB' },
    ],
    rows: [
      ['the "small" one', 1.5],
      ['two\nlines', null],
      ['plain', Number.NaN],
    ],
  } as const;
  expect(csvOf(table)).toBe(
    '"name, as written",memory [MB]\r\n"the ""small"" one",1.5\r\n"two\nlines",\r\nplain,NaN\r\n',
  );
});
