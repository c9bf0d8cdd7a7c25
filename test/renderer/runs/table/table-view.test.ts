import { expect, it } from 'vitest';
import {
  defaultTableView,
  readTableView,
  usualColumns,
} from '../../../../src-renderer/runs/table/table-view';

const scoresIn = (columns: readonly string[]) => columns.filter((path) => path.startsWith('test.'));

it('the table begins with the scores that runs have: accuracy of classes, RMSE of numbers', () => {
  expect(scoresIn(usualColumns(new Set(['test.rmse', 'test.nll'])))).toEqual(['test.rmse', 'test.nll']);
  expect(scoresIn(usualColumns(new Set(['test.accuracy', 'test.rmse'])))).toEqual([
    'test.accuracy',
    'test.rmse',
    'test.nll',
  ]);
  expect(scoresIn(usualColumns(new Set()))).toEqual(['test.accuracy', 'test.nll']);
});

it('columns that somebody chose stay as they are, and columns that nobody chose stay open', () => {
  const chosen = { ...defaultTableView, columns: ['status'] };
  expect(readTableView(JSON.stringify(chosen))).toEqual(chosen);
  expect(readTableView(JSON.stringify(defaultTableView)).columns).toBeUndefined();
});

it('a view that was kept when one column could group still does so, and one of no groups has none', () => {
  const kept = (groupBy: unknown) => readTableView(JSON.stringify({ ...defaultTableView, groupBy })).groupBy;
  expect([kept('model.kind'), kept(''), kept('allButSeed'), kept(['seed', 'status'])]).toEqual([
    ['model.kind'],
    [],
    'allButSeed',
    ['seed', 'status'],
  ]);
});
