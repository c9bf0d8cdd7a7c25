import { describe, expect, test } from 'vitest';
import { doubtBinsSchema } from '../../../../src-shared/assessment/doubt-bins';
import { doubtBins } from '../../../../src-workers/evaluate/reports/doubt-bins';

describe('items counted by their doubts', () => {
  test('are not counted where each has a dot', () => {
    expect(doubtBins(2000, () => ({ aleatoric: 1, epistemic: 1, isWrong: false }))).toBeUndefined();
  });

  test('lie in squares of a sixtieth of the largest doubt, which is in the last one, with how many are wrong', () => {
    const kinds = [
      { aleatoric: 0, epistemic: 0, isWrong: false },
      { aleatoric: 6, epistemic: 0.05, isWrong: false },
      { aleatoric: 3, epistemic: 0.11, isWrong: true },
      { aleatoric: 3.05, epistemic: 0.19, isWrong: false },
    ] as const;
    // Parts of 0.1: 0.05 lies in the first, 0.11 and 0.19 in the second, 3 and 3.05 in the thirty-first.
    expect(doubtBins(4000, (place) => kinds[place % 4])).toEqual({
      most: 6,
      parts: 60,
      cells: [
        [0, 0, 1000, 0],
        [59, 0, 1000, 0],
        [30, 1, 2000, 1000],
      ],
    });
  });

  test('are nowhere where a doubt is no number', () => {
    const found = doubtBins(3000, (place) => ({
      aleatoric: place === 0 ? Number.NaN : 1,
      epistemic: place === 1 ? Number.POSITIVE_INFINITY : 0,
      isWrong: true,
    }));
    expect(found?.cells).toEqual([[59, 0, 2998, 2998]]);
  });

  test('of a million items are a few thousand squares, which a report can hold', () => {
    const found = doubtBins(1_000_000, (place) => ({
      aleatoric: (place * 0.618034) % 1,
      epistemic: (place * 0.414214) % 1,
      isWrong: place % 10 === 0,
    }));
    expect(found?.cells).toHaveLength(3600);
    expect(found?.cells.reduce((sum, [, , items]) => sum + items, 0)).toBe(1_000_000);
    expect(found?.cells.reduce((sum, [, , , wrong]) => sum + wrong, 0)).toBe(100_000);
    expect(doubtBinsSchema.parse(JSON.parse(JSON.stringify(found)))).toEqual(found);
  });
});
