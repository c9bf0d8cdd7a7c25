import { expect, test } from 'vitest';
import {
  byDoubt,
  coverageAtRisk,
  refusing,
  riskCoverage,
} from '../../../../src-workers/evaluate/scores/refusing';
import { judged } from '../../assess/judged';

const { probabilities, labels, ...recorded } = judged.classes;
const confidences = probabilities.map((row) => Math.max(...row));
const wrong = probabilities.map((row, item) => (row.indexOf(confidences[item]) === labels[item] ? 0 : 1));
const given = byDoubt(
  Float32Array.from(confidences, (confidence) => -Math.log(confidence)),
  wrong,
);
const handMade = byDoubt(Float32Array.of(0.3, 0.1, 0.2, 0.2), [1, 0, 1, 0]);

test('AURC, AUGRC and the coverage at a risk are TorchUncertainty’s', () => {
  const { aurc, augrc } = refusing(given);
  // It adds up in single precision.
  expect(aurc).toBeCloseTo(recorded.aurc, 5);
  expect(augrc).toBeCloseTo(recorded.augrc, 5);
  const { coverageAtRisk: theirs } = recorded;
  expect(coverageAtRisk(given, 0.2)).toBeCloseTo(theirs['0.2'], 6);
  expect(coverageAtRisk(given, 0.05)).toBeCloseTo(theirs['0.05'], 6);
});

test('by hand: items of equal doubt share what is wrong among them', () => {
  // Risks 0, 0.25, 1/3 and 1/2 of 1 to 4 items; of all items 0, 1/8, 1/4 and 1/2.
  const { aurc, augrc } = refusing(handMade);
  expect(aurc).toBeCloseTo((0.25 + 1 / 3 + 1 / 4) / 3, 12);
  expect(augrc).toBeCloseTo((1 / 8 + 1 / 4 + 1 / 4) / 3, 12);
  // No threshold keeps one of two items of equal doubt.
  expect(coverageAtRisk(handMade, 0.3)).toBe(1 / 4);
  expect(coverageAtRisk(handMade, 0.34)).toBe(3 / 4);
  expect(riskCoverage(handMade, 4).map(({ coverage, risk }) => [coverage, risk])).toEqual([
    [0.25, 0],
    [0.5, 0.25],
    [0.75, 1 / 3],
    [1, 0.5],
  ]);
});

test('an item that counts twice is two items', () => {
  const twice = byDoubt(Float32Array.of(0.3, 0.1, 0.2, 0.2, 0.3), [1, 0, 1, 0, 1]);
  const counted = refusing(handMade, Uint32Array.of(1, 1, 1, 2));
  expect(counted.aurc).toBeCloseTo(refusing(twice).aurc, 12);
  expect(counted.augrc).toBeCloseTo(refusing(twice).augrc, 12);
});

test('where nothing can be answered well enough the coverage is 0, and one item has no curve', () => {
  expect(coverageAtRisk(byDoubt(Float32Array.of(1, 2), [1, 1]), 0.05)).toBe(0);
  expect(refusing(byDoubt(Float32Array.of(1), [0])).aurc).toBeNaN();
});
