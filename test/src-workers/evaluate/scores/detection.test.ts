import { expect, test } from 'vitest';
import { detection } from '../../../../src-workers/evaluate/scores/detection';
import { judged } from '../../assess/judged';

test.each(Object.entries(judged.detection))(
  '%s: AUROC and average precision are scikit-learn’s, false alarms TorchUncertainty’s',
  (_name, { own, other, auroc, aupr, fpr95 }) => {
    const found = detection(Float32Array.from(own), Float32Array.from(other));
    expect(found.auroc).toBeCloseTo(auroc, 12);
    expect(found.aupr).toBeCloseTo(aupr, 12);
    // TorchUncertainty divides in single precision.
    expect(found.fpr95).toBeCloseTo(fpr95, 6);
  },
);

test('by hand: of 2 x 2 pairs three are in order and one is tied', () => {
  const found = detection(Float32Array.of(1, 2), Float32Array.of(2, 3));
  expect(found.auroc).toBe(7 / 8);
  // At 3: precision 1 for the first half; at 2: both found with one false alarm.
  expect(found.aupr).toBeCloseTo(0.5 + (0.5 * 2) / 3, 12);
  expect(found.fpr95).toBe(1 / 2);
});

test('no items, or a doubt that is no number, tell nothing', () => {
  for (const other of [Float32Array.of(), Float32Array.of(1, Number.NaN)])
    expect(detection(Float32Array.of(0, 1), other)).toEqual({ auroc: NaN, aupr: NaN, fpr95: NaN });
});
