import { describe, expect, test } from 'vitest';
import { relativePositionIndex } from '../../../src-workers/models/relative-position-bias';
import { intoWindows, outOfWindows, regionMask } from '../../../src-workers/models/window-attention';
import {
  inverseOrder,
  windowCount,
  windowing,
  windowOrder,
  windowRegions,
} from '../../../src-workers/models/windows';
import { randomArgument, resultOf } from './probe';

const fourByFour = { rows: 4, columns: 4 };

describe('a 4 x 4 grid in windows of 2 x 2', () => {
  const plain = windowing(fourByFour, 2, false);
  const shifted = windowing(fourByFour, 2, true);

  test('is taken window by window, each row by row', () => {
    expect([...windowOrder(plain)]).toEqual([0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15]);
  });

  test('is first rolled up and left by one where it is shifted', () => {
    // The rolled grid is 5 6 7 4 / 9 10 11 8 / 13 14 15 12 / 1 2 3 0.
    expect([...windowOrder(shifted)]).toEqual([5, 6, 9, 10, 7, 4, 11, 8, 13, 14, 1, 2, 15, 12, 3, 0]);
  });

  test('has one region where nothing is shifted', () => {
    expect(new Set(windowRegions(plain))).toEqual(new Set([0]));
    expect(regionMask(plain)).toBeUndefined();
  });

  test('has regions of what was together before the shift', () => {
    // Inside, right edge, lower edge, corner.
    expect([...windowRegions(shifted)]).toEqual([0, 0, 0, 0, 1, 2, 1, 2, 3, 3, 6, 6, 4, 5, 7, 8]);
  });

  test('hides from each other the tokens of a window that come from opposite edges', () => {
    const { shape, values } = resultOf({
      of: [],
      to: () => regionMask(shifted) ?? raise('There is no mask.'),
    });
    expect(shape).toEqual([1, 1, 4, 1, 4, 4]);
    const seen = (window: number) =>
      [...values.slice(16 * window, 16 * window + 16)].map((value) => (value === 0 ? 1 : 0)).join('');
    expect(seen(0)).toBe('1111' + '1111' + '1111' + '1111');
    // Left column of the window against its right one.
    expect(seen(1)).toBe('1010' + '0101' + '1010' + '0101');
    // Upper row against lower one.
    expect(seen(2)).toBe('1100' + '1100' + '0011' + '0011');
    expect(seen(3)).toBe('1000' + '0100' + '0010' + '0001');
    expect(Math.min(...values)).toBe(-1e9);
  });
});

test('Taking tokens into windows and out again gives them back', () => {
  for (const [rows, columns] of [
    [4, 4],
    [5, 7],
    [3, 8],
  ])
    for (const isShifted of [false, true]) {
      const windows = windowing({ rows, columns }, 3, isShifted);
      const tokens = randomArgument([2, 3, rows * columns, 2], 1);
      const { shape, values } = resultOf({
        of: [tokens],
        to: (x) => outOfWindows(intoWindows(x, windows), windows),
      });
      expect(shape).toEqual(tokens.shape);
      expect(values).toEqual(tokens.values);
    }
});

test('An inverse order leads back', () => {
  expect([...inverseOrder(Int32Array.of(2, 0, 1))]).toEqual([1, 2, 0]);
});

test('A grid that windows do not tile is padded below and to the right, and padding is a region of its own', () => {
  // 3 x 2 tokens in windows of 2 x 2: one row of padding.
  const windows = windowing({ rows: 3, columns: 2 }, 2, false);
  expect(windows.padded).toEqual({ rows: 4, columns: 2 });
  expect(windowCount(windows)).toBe(2);
  expect([...windowRegions(windows)]).toEqual([0, 0, 0, 0, 0, 0, -1, -1]);
});

test('A window is no larger than the grid, and nothing is shifted along an axis that it covers', () => {
  const windows = windowing({ rows: 2, columns: 8 }, 4, true);
  expect(windows.window).toEqual({ rows: 2, columns: 4 });
  expect(windows.shift).toEqual({ rows: 0, columns: 2 });
});

test('Pairs of tokens with the same offset share a row of the bias table', () => {
  // Windows of 1 x 3: offsets -2 to 2 are rows 0 to 4; token 0 looks at tokens 0, 1, 2 at offsets 0, -1, -2.
  expect([...relativePositionIndex({ rows: 1, columns: 3 })]).toEqual([2, 1, 0, 3, 2, 1, 4, 3, 2]);
  // Windows of 2 x 2: token 0 looks at itself, right, below, diagonally; down counts 3 rows of the table.
  expect([...relativePositionIndex({ rows: 2, columns: 2 }).slice(0, 4)]).toEqual([4, 3, 1, 0]);
});

function raise(message: string): never {
  throw new Error(message);
}
