import { expect, test } from 'vitest';
import { posteriorHealth } from '../../../src-workers/bayes/posterior-health';
import { flatten, layoutOf } from '../../../src-workers/engine/parameter-layout';

const layout = layoutOf([
  { name: 'a.mean', shape: [3] },
  { name: 'a.log_std', shape: [3], role: 'log-std' },
  { name: 'norm.weight', shape: [1] },
  { name: 'likelihood.log_std', shape: [1], role: 'log-std' },
]);
const flat = (means: number[], stds: number[]) =>
  flatten(layout, [
    Float32Array.from(means),
    Float32Array.from(stds, Math.log),
    Float32Array.of(7),
    Float32Array.of(-3),
  ]);

test('tells the growth of deviations, signal to noise, and how many weights are at the prior', () => {
  const health = posteriorHealth({
    slots: layout.slots,
    first: flat([1, 1, 1], [0.1, 0.1, 0.1]),
    // The first is the prior itself; the others are far from it.
    trained: flat([0, 2, 3], [1, 0.2, 0.1]),
    priorStdOf: () => 1,
  });
  expect(health?.spreadGrowth).toBeCloseTo((10 * 2 * 1) ** (1 / 3), 5);
  expect(health?.signalToNoise).toBeCloseTo(10, 4);
  expect(health?.atPrior).toBeCloseTo(1 / 3, 6);
});

test('weights that vary together are told by the whole of their spread', () => {
  const { slots, floats } = layoutOf([
    { name: 'a.mean', shape: [1] },
    { name: 'a.log_std', shape: [1], role: 'log-std' },
    { name: 'a.low_rank', shape: [2, 1] },
  ]);
  const values = (own: number, ...directions: number[]) =>
    flatten({ slots, floats }, [
      Float32Array.of(0),
      Float32Array.of(Math.log(own)),
      Float32Array.from(directions),
    ]);
  // 0.6 and 0.8 at right angles are the prior's 1.
  const health = posteriorHealth({
    slots,
    first: values(0.1, 0, 0),
    trained: values(0.6, 0.8, 0),
    priorStdOf: () => 1,
  });
  expect(health?.spreadGrowth).toBeCloseTo(10, 4);
  expect(health?.atPrior).toBe(1);
});

test('says nothing of a prior that is no Gaussian, nor of weights that are points', () => {
  const parameters = flat([0, 2, 3], [1, 0.2, 0.1]);
  const unknown = {
    slots: layout.slots,
    first: parameters,
    trained: parameters,
    priorStdOf: () => undefined,
  };
  expect(posteriorHealth(unknown)).not.toHaveProperty('atPrior');
  const points = layoutOf([{ name: 'a.weight', shape: [2] }]);
  const values = flatten(points, [Float32Array.of(1, 2)]);
  expect(
    posteriorHealth({ slots: points.slots, first: values, trained: values, priorStdOf: () => 1 }),
  ).toBeUndefined();
});
