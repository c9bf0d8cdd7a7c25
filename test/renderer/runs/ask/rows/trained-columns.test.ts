import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../../../../src-renderer/runs/ask/rows/columns';
import { trainedColumns } from '../../../../../src-renderer/runs/ask/rows/trained-columns';

const items = {
  kind: 'rows',
  names: ['u', 'v', 'c=x', 'c=y'],
  mean: [10, 2, 0.3, 0.7],
  std: [4, 1, 0.4, 0.4],
} as const;
const asked = { ...items, names: [...items.names], mean: [...items.mean], std: [...items.std] };
const columns = columnsOf(asked.names);

describe('what is known of rows of training', () => {
  test('is the range of each column, whether its numbers are whole, and the row in the middle', () => {
    const inputs = [
      [25, 0.5, 0, 1],
      [5, 1.5, 0, 1],
      [7, 9.5, 1, 0],
    ];
    const known = trainedColumns(asked, columns, { kind: 'training-rows', inputs, targets: [[1], [2], [3]] });
    expect(known.histograms[0]).toMatchObject({ low: 5, high: 25 });
    expect(known.areWhole).toEqual([true, false, true, true]);
    expect(known.middle).toEqual([7, 1.5, 0, 1]);
  });

  test('is of texts that have embeddings the most frequent, no middle between two', () => {
    const texts = [{ input: 1, categories: ['Ulm', 'Rom', 'Bonn'] }];
    const two = { kind: 'rows' as const, names: ['u', 'town'], mean: [10, 0], std: [4, 1], texts };
    const inputs = [3, 1, 1, 3, 3].map((place) => [7, place]);
    const targets = inputs.map(() => [1]);
    const rows = { kind: 'training-rows' as const, inputs, targets };
    expect(trainedColumns(two, columnsOf(two.names, texts), rows).middle).toEqual([7, 3]);
    expect(trainedColumns(two, columnsOf(two.names, texts), undefined).middle).toEqual([10, 1]);
  });

  test('without rows is what the posterior itself keeps: means, and 2.5 standard deviations about them', () => {
    const known = trainedColumns(asked, columns, undefined);
    expect(known.histograms[0]).toEqual({ low: 0, high: 20, counts: [] });
    expect(known.middle.slice(0, 2)).toEqual([10, 2]);
    expect([0, 1]).toContain(known.middle[2]);
  });
});
