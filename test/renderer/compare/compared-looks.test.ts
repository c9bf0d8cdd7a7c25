import { describe, expect, it } from 'vitest';
import { comparedLooks } from '../../../src-renderer/compare/compared-looks';
import { digitsInput, fakeRun } from '../fake-runs';

const runs = ['a', 'b', 'c', 'd'].map((id) => fakeRun(id, digitsInput, 'finished'));
const [a, b, c, d] = runs;

describe('the looks of compared runs', () => {
  it('are their own, but for one whose own another run has', () => {
    const lookOf = comparedLooks(runs, [], (id) => ({ a: 4, b: 4, c: 0 })[id] ?? 7);
    expect(runs.map(({ id }) => lookOf(id))).toEqual([4, 1, 0, 7]);
  });

  it('are one for each group', () => {
    if (!(a && b && c && d)) throw new Error('Four runs were made.');
    const groups = [
      { label: 'Samples 4', runs: [a, b] },
      { label: 'Samples 8', runs: [c, d] },
    ];
    const lookOf = comparedLooks(runs, groups, () => 9);
    expect(runs.map(({ id }) => lookOf(id))).toEqual([9, 9, 0, 0]);
  });
});
