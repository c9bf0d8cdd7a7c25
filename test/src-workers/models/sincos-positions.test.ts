import { expect, test } from 'vitest';
import { sinCosGridPositions, sinCosPositions } from '../../../src-workers/models/sincos-positions';

const { cos, sin } = Math;

test('A step has sine and cosine of each wavelength side by side', () => {
  // Width 4: two wavelengths, the second 10000^(2/4) = 100 times the first; steps 2 and 3.
  const expected = [sin(2), cos(2), sin(0.02), cos(0.02), sin(3), cos(3), sin(0.03), cos(0.03)];
  expect(sinCosPositions(2, 2, 4)).toEqual(Float32Array.from(expected));
});

test('A patch has sines, then cosines of its column, then of its row', () => {
  // Width 8: two frequencies, 1 and 1/10000; the last patch of a 2 x 3 grid is at row 1, column 2.
  const last = sinCosGridPositions(2, 3, 8).slice(5 * 8);
  const expected = [sin(2), sin(0.0002), cos(2), cos(0.0002), sin(1), sin(0.0001), cos(1), cos(0.0001)];
  expected.forEach((value, at) => {
    expect(last[at]).toBeCloseTo(value, 7);
  });
});
