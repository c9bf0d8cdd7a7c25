import { expect, test } from 'vitest';
import { unbroken } from '../../../src-renderer/ui/unbroken';

test.each([
  ['about 34 MB on each of 2 CPU slots; 19.1 GB free', 'about 34_MB on each of 2_CPU slots; 19.1_GB free'],
  ['8 weight samples × 64 items', '8_weight samples × 64_items'],
  ['RMSE 1.53 MW, 90 % inside.', 'RMSE 1.53_MW, 90_% inside.'],
  // A long word, or one number behind another, would leave no place to break a line.
  ['18 experiments', '18 experiments'],
  ['steps 1 2 3', 'steps 1 2 3'],
  ['nothing', 'nothing'],
])('%j keeps numbers and their units together', (sentence, together) => {
  expect(unbroken(sentence)).toBe(together.replaceAll('_', '\u00a0'));
});
