import { describe, expect, test } from 'vitest';
import { classDoubt, countedVotes } from '../../../../src-renderer/runs/ask/class-doubt';

describe('the doubt about a class', () => {
  test('is of the weights where samples contradict each other, each sure of itself', () => {
    const doubt = classDoubt([
      [1, 0],
      [0, 1],
    ]);
    expect(doubt.pooled).toEqual([0.5, 0.5]);
    expect(doubt.aleatoric).toBe(0);
    expect(doubt.epistemic).toBeCloseTo(Math.log(2), 12);
  });

  test('is of the data where all samples are torn alike', () => {
    const doubt = classDoubt([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    expect(doubt.aleatoric).toBeCloseTo(Math.log(2), 12);
    expect(doubt.epistemic).toBeCloseTo(0, 12);
  });

  test('comes with the likeliest class of all together and of each sample', () => {
    const doubt = classDoubt([
      [0.1, 0.9, 0],
      [0.2, 0.5, 0.3],
      [0.6, 0.1, 0.3],
    ]);
    expect(doubt.predicted).toBe(1);
    expect(doubt.votes).toEqual([
      { label: 1, probability: 0.9 },
      { label: 1, probability: 0.5 },
      { label: 0, probability: 0.6 },
    ]);
    expect(countedVotes(doubt.votes)).toEqual([
      { label: 1, votes: 2 },
      { label: 0, votes: 1 },
    ]);
  });
});
