import { expect, test } from 'vitest';
import { barMarks } from '../../../src-renderer/charts/colour-bar';

const texts = (from: number, to: number, width: number) => barMarks(from, to, width).map(({ text }) => text);

test('a bar of colours is marked at round values within its ends, not at the ends themselves', () => {
  expect(texts(0, 1.0986, 220)).toEqual(['0.0', '0.5', '1.0']);
  expect(texts(97_312.4, 103_887.1, 220)).toEqual(['98,000', '102,000']);
  expect(texts(3, 3, 220)).toEqual(['3']);
});
