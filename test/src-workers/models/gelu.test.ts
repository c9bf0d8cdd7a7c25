import { expect, test } from 'vitest';
import { gelu } from '../../../src-workers/models/gelu';
import { resultOf, slopeInGraph, slopeInJavascript } from './probe';

const points = { shape: [4], values: Float32Array.of(-1, 0, 1, 3) };

test('GELU is x times the standard normal distribution function', () => {
  const { values } = resultOf({ of: [points], to: (x) => gelu(x) });
  // Phi(1) = 0.8413447, Phi(3) = 0.9986501.
  [-0.1586553, 0, 0.8413447, 2.9959503].forEach((expected, at) => {
    expect(values[at]).toBeCloseTo(expected, 5);
  });
});

test('Its slope is Phi(x) + x phi(x), in both engines', () => {
  const probe = { of: [points], to: gelu };
  const { gradient: unit } = slopeInJavascript({ of: [points], to: (x) => x });
  // phi(1) = 0.2419707, phi(3) = 0.0044318.
  const slopes = [0.1586553 - 0.2419707, 0.5, 0.8413447 + 0.2419707, 0.9986501 + 3 * 0.0044318];
  for (const { gradient } of [slopeInJavascript(probe), slopeInGraph(probe)])
    slopes.forEach((slope, at) => {
      expect(gradient[at] / unit[at]).toBeCloseTo(slope, 5);
    });
});
