import { expect, test } from 'vitest';
import { factoredKernel, factoredWeights } from '../../../src-shared/posterior/rank-one';

const kernel = { name: 'a.weight', shape: [1, 2, 2], data: Float32Array.of(2, 1, -2, 0) };
const numbers: Readonly<Record<string, Float32Array>> = {
  'a.weight.input_factor.mean': Float32Array.of(1, 2),
  'a.weight.input_factor.log_std': Float32Array.of(Math.log(0.5), -40),
  'a.weight.output_factor.mean': Float32Array.of(3, 1),
  'a.weight.output_factor.log_std': Float32Array.of(-40, Math.log(0.5)),
};

test('means and deviations of weights times two factors, by hand', () => {
  const found = factoredWeights(kernel, (name) => numbers[name]);
  expect([...(found?.mean ?? [])]).toEqual([6, 1, -12, 0]);
  const stds = [...(found?.logStd ?? [])].map(Math.exp);
  // 2 · 3 · 0.5; √(1.25² − 1); nothing varies; nothing to vary.
  [3, 0.75, 0, 0].forEach((std, at) => {
    expect(stds[at]).toBeCloseTo(std, 5);
  });
});

test('kernels without factors have none, and tensors of factors know their kernel', () => {
  expect(factoredWeights({ ...kernel, name: 'b.weight' }, (name) => numbers[name])).toBeUndefined();
  expect(factoredKernel('a.weight.input_factor.log_std')).toBe('a.weight');
  expect(factoredKernel('a.weight.log_std')).toBeUndefined();
});
