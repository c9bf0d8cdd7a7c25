import { expect, test } from 'vitest';
import { textUnits } from '../../../src-renderer/charts/text-size';

test('text is as large on the screen however large a picture is drawn', () => {
  expect(textUnits(1)).toBe(12);
  expect(textUnits(3) * 3).toBeCloseTo(12, 12);
  expect(textUnits(0)).toBe(12);
});

test('text of a picture that is drawn small stays within its place', () => {
  expect(textUnits(0.25)).toBeCloseTo(16.2, 12);
});
