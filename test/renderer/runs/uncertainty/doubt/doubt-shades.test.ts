import { expect, test } from 'vitest';
import { doubtShades } from '../../../../../src-renderer/runs/uncertainty/doubt/doubt-shades';

const place = [10, 20, 100, 100] as const;

test('squares lie from the lower left corner, those of one shade in one path', () => {
  const bins = {
    most: 2,
    parts: 10,
    cells: [
      [0, 0, 5, 0],
      [9, 9, 5, 0],
    ] as [number, number, number, number][],
  };
  expect(doubtShades(bins, place)).toEqual([
    { path: 'M10 110h10v10h-10zM100 20h10v10h-10z', darkness: 1, wrongShare: 0 },
  ]);
});

test('a single item among a million is seen, and single wrong or right ones among many too', () => {
  const cells: [number, number, number, number][] = [
    [0, 0, 1, 0],
    [1, 0, 1_000_000, 1],
    [2, 0, 1_000_000, 999_999],
    [3, 0, 1_000_000, 1_000_000],
  ];
  const shades = doubtShades({ most: 1, parts: 10, cells }, place);
  expect(shades.map(({ darkness, wrongShare }) => [darkness, wrongShare])).toEqual([
    [1 / 8, 0],
    [1, 1 / 4],
    [1, 3 / 4],
    [1, 1],
  ]);
});

test('thousands of squares are few paths', () => {
  const cells = Array.from({ length: 3600 }, (_, cell): [number, number, number, number] => {
    const items = 1 + cell ** 2;
    return [cell % 60, Math.floor(cell / 60), items, cell % (items + 1)];
  });
  expect(doubtShades({ most: 1, parts: 60, cells }, place).length).toBeLessThanOrEqual(40);
});
