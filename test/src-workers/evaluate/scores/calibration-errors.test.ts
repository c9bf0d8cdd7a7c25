import { expect, test } from 'vitest';
import { calibrationErrors } from '../../../../src-workers/evaluate/scores/calibration-errors';
import { judged } from '../../assess/judged';

const { probabilities, labels, ...recorded } = judged.classes;
const logs = Float64Array.from(probabilities.flat(), Math.log);

test('errors over equal numbers of items and over classes are those of uncertainty-metrics and TorchUncertainty', () => {
  const found = calibrationErrors(logs, labels, 4);
  expect(found.adaptive).toBeCloseTo(recorded.adaptive, 9);
  expect(found.thresholded).toBeCloseTo(recorded.thresholded, 9);
  // TorchUncertainty adds up in single precision.
  expect(found.classwise).toBeCloseTo(recorded.classwise, 5);
});

test('without what chance adds they are TorchUncertainty’s and uncertainty-calibration’s', () => {
  const found = calibrationErrors(logs, labels, 4);
  expect(found.adaptiveDebiased).toBeCloseTo(recorded.adaptiveDebiased, 6);
  expect(found.debiased).toBeCloseTo(recorded.debiased, 9);
});

test('by hand: sure of 0.8 and right in 8 of 10 there is no error, and chance takes off more than there is', () => {
  const sure = Float64Array.from({ length: 20 }, (_, at) => Math.log(at % 2 === 0 ? 0.8 : 0.2));
  const found = calibrationErrors(sure, [0, 0, 0, 0, 0, 0, 0, 0, 1, 1], 2);
  for (const error of Object.values(found)) expect(error).toBeCloseTo(0, 12);
});
