import { expect, it } from 'vitest';
import { dataSchema, itemCounts } from '../../../../src-shared/experiment/data';

it.each([
  [{ dataset: 'digits' }, { train: 1293, validation: 144, test: 360 }],
  [{ dataset: 'concrete' }, { train: 834, validation: 93, test: 103 }],
  [
    { dataset: 'concrete', testFraction: 0, validationFraction: 0 },
    { train: 1030, validation: 0, test: 0 },
  ],
  [{ dataset: 'metro-traffic' }, { train: 10_367, validation: 1059, test: 5089 }],
  [
    { dataset: 'metro-traffic', stride: 10 },
    { train: 1037, validation: 106, test: 509 },
  ],
  [{ dataset: 'storm' }, { train: 45, validation: 5, test: 13 }],
])('knows before reading how many items %j has', (data, counts) => {
  expect(itemCounts(dataSchema.parse(data))).toEqual(counts);
});

it.each([
  { dataset: 'table', path: 'a.csv', target: 'y' },
  { dataset: 'metro-traffic', history: 20_000 },
])('does not know how many items %j has', (data) => {
  expect(itemCounts(dataSchema.parse(data))).toBeUndefined();
});
