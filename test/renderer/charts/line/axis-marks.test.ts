import { expect, test } from 'vitest';
import { axisMarks, marksBetween } from '../../../../src-renderer/charts/line/axis-marks';

// Half of 1.56 stood at 0.78 below its end, which was written as 1.6.
test.each([
  [1.56, ['0.0', '0.5', '1.0', '1.5']],
  [0.51, ['0.0', '0.2', '0.4']],
  [3.4, ['0', '1', '2', '3']],
  [47.3, ['0', '20', '40']],
  [0.0012, ['0.0000', '0.0005', '0.0010']],
  [Number.MIN_VALUE, ['0']],
])('an axis from 0 to %d is marked at round values, as precise as they are apart', (most, texts) => {
  const marks = axisMarks(most);
  expect(marks.map(({ text }) => text)).toEqual(texts);
  expect(marks.every(({ value, text }) => Number(text) === value && value <= most)).toBe(true);
});

test('an axis between two values of the data is marked at round values within them', () => {
  const texts = (from: number, to: number) => marksBetween(from, to).map(({ text }) => text);
  expect(texts(-0.04184, 39.32)).toEqual(['0', '10', '20', '30']);
  expect(texts(-1.23, 1.17)).toEqual(['-1', '0', '1']);
  expect(texts(0.0241, 0.0267)).toEqual(['0.025', '0.026']);
  expect(texts(0.0675, 0.0757)).toEqual(['0.070', '0.075']);
  // Steps of a half leave one mark there, which tells no scale.
  expect(texts(1.01, 1.99)).toEqual(['1.2', '1.4', '1.6', '1.8']);
  expect(texts(7, 7)).toEqual(['7']);
});
