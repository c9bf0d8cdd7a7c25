import { expect, test } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';

function marksOf(text: string): readonly number[] {
  const csv = parseCsv(new TextEncoder().encode(text), 'a.csv');
  return Array.from({ length: csv.rows }, (_, row) => csv.mark?.(row) ?? Number.NaN);
}

test('rows of the same cells have the same mark, quoted or not, and a cell’s end counts', () => {
  const [plain, quoted, other, moved, empty] = marksOf('a,b\nxy,z\n"xy","z"\nxy,"z "\nx,yz\n,xyz\n');
  expect(quoted).toBe(plain);
  expect(new Set([plain, other, moved, empty]).size).toBe(4);
});

test('of 200,000 rows of numbers near each other no two have one mark', () => {
  const rows = Array.from({ length: 200_000 }, (_, row) => `${row / 1000},${row % 10},0.${row}`);
  expect(new Set(marksOf(`a,b,c\n${rows.join('\n')}\n`)).size).toBe(200_000);
});
