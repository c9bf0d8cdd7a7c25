import { readFileSync } from 'node:fs';
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

/** Steps of posteriors with the same gradients of the whole energy and the same noise (test/parity/record_sg_mcmc.py). */
const recorded = JSON.parse(readFileSync('test/parity/fixtures/sg-mcmc.json', 'utf8')) as {
  readonly start: readonly number[];
  readonly gradients: readonly (readonly number[])[];
  readonly noise: readonly (readonly number[])[];
  readonly temperature: number;
  readonly sgld: { readonly sizes: readonly number[]; readonly places: readonly (readonly number[])[] };
  readonly sghmc: {
    readonly size: number;
    readonly friction: number;
    readonly places: readonly (readonly number[])[];
  };
};

/** Where a chain stands after each of the recorded gradients. */
function walk(chosen: SgMcmc, trainItems: number): number[][] {
  const sizes = chainStepSizes(chosen, recorded.gradients.length, trainItems);
  const rule = new UpdateRule({ kind: 'sgd', momentum: 0, weightDecay: 0 }, [{ end: 4, rate: 1, decay: 1 }]);
  const parameters = Float32Array.from(recorded.start);
  return recorded.gradients.map((gradient, at) => {
    const { learningRate, momentum, noiseStd = 0 } = sizes(at + 1);
    // Noise joins the gradient here and the step there: of the other sign.
    const noisy = Float32Array.from(
      gradient,
      (value, weight) => value - noiseStd * recorded.noise[at][weight],
    );
    rule.apply(parameters, noisy, {
      learningRate,
      step: at + 1,
      ...(momentum === undefined ? {} : { momentum }),
    });
    return [...parameters];
  });
}

const toFivePlaces = (places: readonly (readonly number[])[]) =>
  places.map((place) => place.map((value) => expect.closeTo(value, 5)));

test('without momentum a cycle’s steps are those of SGLD by posteriors, whose step sizes fall alike', () => {
  const trainItems = 50;
  const chosen: SgMcmc = {
    ...settings,
    stepSize: recorded.sgld.sizes[0] * trainItems,
    momentum: 0,
    cycles: 1,
    burnIn: 0,
    temperature: recorded.temperature,
  };
  expect(walk(chosen, trainItems)).toEqual(toFivePlaces(recorded.sgld.places));
});

test('steps with momentum are those of SGHMC by posteriors', () => {
  const trainItems = 50;
  const { size, friction, places } = recorded.sghmc;
  const chosen: SgMcmc = {
    ...settings,
    sampler: 'sghmc',
    stepSize: size * trainItems,
    momentum: 1 - friction,
    burnIn: 0,
    temperature: recorded.temperature,
  };
  expect(walk(chosen, trainItems)).toEqual(toFivePlaces(places));
});
