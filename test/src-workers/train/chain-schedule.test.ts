import { expect, test } from 'vitest';
import type { SgMcmc } from '../../../src-shared/experiment/methods/sg-mcmc';
import { UpdateRule } from '../../../src-workers/engine/javascript/update-rule';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { chainStepSizes, stepsOfDraws } from '../../../src-workers/train/chain-schedule';

const settings: SgMcmc = {
  method: 'sg-mcmc',
  sampler: 'csghmc',
  stepSize: 0.2,
  momentum: 0.9,
  cycles: 2,
  burnIn: 0.5,
  draws: 4,
  temperature: 1,
};

test('draws lie evenly behind the burn-in, up to the last step', () => {
  expect([...stepsOfDraws({ ...settings, sampler: 'sghmc' }, 20)]).toEqual([12, 15, 17, 20]);
});

test('a cyclical chain keeps draws at the end of each cycle', () => {
  expect([...stepsOfDraws(settings, 20)]).toEqual([7, 10, 17, 20]);
});

test('too few steps for the draws are refused with the numbers', () => {
  expect(() => stepsOfDraws({ ...settings, draws: 64 }, 20)).toThrow(
    '5 steps after the burn-in hold no 32 draws',
  );
});

test('step sizes fall by half a cosine and start anew with each cycle', () => {
  const sizes = chainStepSizes(settings, 20, 50);
  expect(sizes(1).size).toBe(0.2);
  expect(sizes(6).size).toBeCloseTo(0.1, 12);
  expect(sizes(10).size).toBeCloseTo(0.1 * (1 + Math.cos(0.9 * Math.PI)), 12);
  expect(sizes(11).size).toBe(0.2);
  // Half of a cycle only looks for a region.
  expect([5, 6, 15, 16].map((step) => sizes(step).noiseStd === 0)).toEqual([true, false, true, false]);
});

test('steps are those of the paper on cyclical SGHMC, velocity by velocity', () => {
  const trainItems = 50;
  const sizes = chainStepSizes(settings, 20, trainItems);
  const rule = new UpdateRule({ kind: 'sgd', momentum: 0, weightDecay: 0 }, [{ end: 3, rate: 1, decay: 1 }]);
  const parameters = Float32Array.of(1, -2, 0.5);
  const expected = [...parameters];
  const velocity = [0, 0, 0];
  const curvatures = [20, 5, 40];
  const gradientOf = (values: ArrayLike<number>) => curvatures.map((curvature, at) => curvature * values[at]);
  for (let step = 1; step <= 20; step += 1) {
    const { learningRate, momentum, noiseStd = 0 } = sizes(step);
    const noise = new Float32Array(3);
    fillStatelessNormal(9, step, noise);
    const noisy = Float32Array.from(gradientOf(parameters), (value, at) => value + noiseStd * noise[at]);
    rule.apply(parameters, noisy, { learningRate, step, ...(momentum === undefined ? {} : { momentum }) });
    // Zhang et al. (2020), appendix: v = (1 - a) v - eta grad U - sqrt(2 a eta) xi, w = w + v, a = 0.1; noise of either sign.
    const rate = (0.5 * 0.2 * (Math.cos((Math.PI * ((step - 1) % 10)) / 10) + 1)) / trainItems;
    const scale = (step - 1) % 10 < 5 ? 0 : Math.sqrt(2 * 0.1 * rate);
    gradientOf(expected).forEach((gradient, at) => {
      velocity[at] = 0.9 * velocity[at] - rate * gradient - scale * noise[at];
      expected[at] += velocity[at];
    });
    expected.forEach((value, at) => {
      expect(parameters[at]).toBeCloseTo(value, 5);
    });
  }
});
