import { expect, it } from 'vitest';
import { Folds } from '../../../../src-renderer/runs/table/folds.svelte';

const ofValue = { values: ['mlp'], runs: 2, first: 0, spreads: [] };
const ofStudy = { study: { id: 's', name: 'Rates' }, values: [], runs: 9, first: 2, spreads: [] };
const groups = [ofValue, ofStudy];
const folded = (folds: Folds) => groups.map((group) => folds.isFolded(group));

it('studies begin folded, other groups do not, and each is turned by itself', () => {
  const folds = new Folds();
  expect(folded(folds)).toEqual([false, true]);
  folds.turn(ofStudy);
  expect(folded(folds)).toEqual([false, false]);
  folds.turn(ofStudy);
  expect(folded(folds)).toEqual([false, true]);
});

it('all are folded or shown at once, whatever was done to them before', () => {
  const folds = new Folds();
  folds.turn(ofValue);
  folds.turnAll(groups, true);
  expect(folded(folds)).toEqual([true, true]);
  folds.turnAll(groups, false);
  expect(folded(folds)).toEqual([false, false]);
});
