import { expect, it } from 'vitest';
import { shownTable } from '../../../src-renderer/studies/shown-table';
import type { StudyTable } from '../../../src-shared/study/study-tables';

const plain = (name: string) => ({ name, unit: '' });

it('holds a mean and its deviation in one cell, and says once what is the same in every row', () => {
  const table: StudyTable = {
    id: 'memory',
    title: 'Memory',
    columns: [
      plain('variant'),
      plain('mode'),
      plain('runs'),
      { name: 'memory', unit: 'MB' },
      { name: 'memory std', unit: 'MB' },
    ],
    rows: [
      ['IVON', 'sp', 3, 462.66, 9.3],
      ['dropout', 'sp', 3, 470, null],
    ],
  };
  expect(shownTable(table)).toEqual({
    alike: ['mode Shared samples (sp)', 'runs 3'],
    heads: ['Variant', 'Memory, MB'],
    rows: [
      ['IVON', '462.7 ± 9.3'],
      ['dropout', '470'],
    ],
  });
});

it('lays many scores of few variants out as rows, those of test items first, so that the table is as wide as its variants', () => {
  const scores = [
    'posterior.atPrior',
    'test.accuracy',
    'test.nll',
    ...Array.from({ length: 9 }, (_, index) => `own${index}`),
  ];
  const columns = [
    plain('variant'),
    plain('samples'),
    plain('runs'),
    ...scores.flatMap((name) => [plain(name), plain(`${name} std`)]),
  ];
  const valuesOf = (base: number) => scores.flatMap((_, index) => [base + index, 0.5]);
  const rows = [
    ['IVON', 2, 3, ...valuesOf(0)],
    ['dropout', 4, 3, ...valuesOf(10)],
  ];
  const shown = shownTable({ id: 'scores', title: 'Last scores', columns, rows });
  expect(shown.heads).toEqual(['Score', 'IVON, samples 2', 'dropout, samples 4']);
  expect(shown.rows.length).toBe(scores.length);
  expect(shown.rows.slice(0, 3)).toEqual([
    ['Accuracy (test)', '100.0 ± 50.0 %', '1100.0 ± 50.0 %'],
    ['Negative log-likelihood (test)', '2.00 ± 0.50', '12.00 ± 0.50'],
    ['Share of weights whose posterior is the prior (posterior)', '0.00 ± 0.50', '10.00 ± 0.50'],
  ]);
});
