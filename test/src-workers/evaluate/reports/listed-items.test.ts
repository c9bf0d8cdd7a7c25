import { describe, expect, test } from 'vitest';
import {
  confusionOf,
  listedPlaces,
  withPictures,
} from '../../../../src-workers/evaluate/reports/listed-items';

const items = (count: number, wrong: readonly number[]) =>
  Array.from({ length: count }, (_, item) => ({
    item,
    label: 0,
    predicted: wrong.includes(item) ? 1 : 0,
    confidence: 0.5,
    aleatoric: 0,
    epistemic: 0,
  }));

describe('the items that a report lists', () => {
  test('are counted by what they are and what they were taken for', () => {
    expect(confusionOf({ labels: [0, 0, 1, 0], named: [0, 1, 1, 1] })).toEqual([
      { label: 0, predicted: 0, items: 1 },
      { label: 0, predicted: 1, items: 2 },
      { label: 1, predicted: 1, items: 1 },
    ]);
  });

  test('are those whose doubt it tells and those named wrong, a thousand of these at equal distances', () => {
    expect(listedPlaces({ labels: [0, 0, 0, 0], named: [0, 1, 0, 1] }, [0, 3])).toEqual([0, 1, 3]);
    const many = Array.from({ length: 2500 }, () => 1);
    const listed = listedPlaces({ labels: many.map(() => 0), named: many }, [1]);
    expect(listed.slice(0, 4)).toEqual([0, 1, 3, 6]);
    expect(listed).toHaveLength(835);
  });

  test('have pictures as long as a megabyte lasts, those named wrong before all others', () => {
    const pictured = withPictures(items(6, [4]), 300_000, (item) => `picture ${item}`);
    expect(pictured.flatMap(({ item, pixels }) => (pixels ? [item] : []))).toEqual([0, 3, 4]);
    expect(withPictures(items(2, []), 2_000_000, String)).toEqual(items(2, []));
  });
});
