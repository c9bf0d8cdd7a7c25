import { describe, expect, test } from 'vitest';
import { runEagerly } from '../../../src-workers/engine/javascript/javascript-engine';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { objectiveValue, smallProgram } from './small-programs';

const directions = 5;
const stepLength = 2e-3;

// Covers every layer (dense, convolution, pooling), the weight draw, likelihood and KL at once.
describe.each([
  ['mlp', 'tanh'],
  ['mlp', 'gelu'],
  ['cnn', 'tanh'],
] as const)('the gradient of the objective of a %s with %s', (kind, activation) => {
  const { program, initial, inputs, options } = smallProgram(kind, activation);
  const engine = runEagerly('cpu', program, options);

  function objective(parameters: Float32Array): number {
    engine.setParameters(parameters);
    return objectiveValue(engine.gradients(inputs).report);
  }

  test('is the slope of the objective along random directions', () => {
    engine.setParameters(initial);
    const { gradients } = engine.gradients(inputs);
    for (let direction = 0; direction < directions; direction += 1) {
      const random = new Float32Array(initial.length);
      fillStatelessNormal(17, direction, random);
      // Half along the gradient, so that the slope is never near zero.
      const norm = Math.hypot(...gradients);
      const unit = random.map((value, at) => value / Math.sqrt(initial.length) + gradients[at] / norm);
      const slope = unit.reduce((sum, value, at) => sum + value * gradients[at], 0);
      const ahead = objective(initial.map((value, at) => value + stepLength * unit[at]));
      const behind = objective(initial.map((value, at) => value - stepLength * unit[at]));
      // float32 leaves about 1e-7 * 200 nats in each objective; the curvature adds as much again.
      expect((ahead - behind) / (2 * stepLength) / slope).toBeCloseTo(1, 2);
    }
  });
});
