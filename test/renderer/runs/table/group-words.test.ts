import { expect, it } from 'vitest';
import { groupLabel, groupTitle } from '../../../../src-renderer/runs/table/group-words';
import type { RunColumn } from '../../../../src-shared/runs/run-table';

const column = (path: string): Pick<RunColumn, 'path' | 'kind' | 'source'> => ({
  path,
  kind: 'number',
  source: 'parameter',
});
const grouping = ['training.optimizer.learningRate', 'inference.prior.std', 'parallel.mode'].map(column);

it('a group says what each of its values is of: bare numbers say nothing', () => {
  expect(groupLabel({ values: [0.01, 1] }, grouping.slice(0, 2))).toBe(
    'learning rate 0.01 · prior standard deviation 1',
  );
  expect(groupTitle({ values: [0.01, 1] }, grouping.slice(0, 2))).toBe(
    'Learning rate: 0.01, Prior standard deviation: 1',
  );
});

it('of several columns those without a value are left out of the line, and stay in its title', () => {
  expect(groupLabel({ values: [0.01, undefined, 'sp'] }, grouping)).toBe(
    'learning rate 0.01 · mode Shared samples (sp)',
  );
  expect(groupTitle({ values: [0.01, undefined, 'sp'] }, grouping)).toContain(
    'Prior standard deviation: none',
  );
  expect(groupLabel({ values: [undefined] }, grouping.slice(0, 1))).toBe('learning rate none');
});

it('runs that differ in nothing but their seeds are called so, and a study by its name', () => {
  expect(groupLabel({ values: [] }, [])).toBe('alike but for the seed');
  expect(groupLabel({ study: { id: 's', name: 'Rates' }, values: [] }, [])).toBe('Rates');
});
