import { expect, test } from 'vitest';
import { prunedParameters, weightSignals } from '../../../src-workers/assess/pruned-parameters';
import { flatten, layoutOf, valuesOf } from '../../../src-workers/engine/parameter-layout';

test('weights of less signal than noise become zero without a spread; what has no distribution stays', () => {
  const layout = layoutOf([
    { name: 'layers.0.kernel.mean', shape: [3] },
    { name: 'layers.0.kernel.log_std', shape: [3] },
    { name: 'layers.0.bias', shape: [1] },
  ]);
  const flat = flatten(layout, [
    Float32Array.of(2, -0.5, 0.25),
    Float32Array.of(0, Math.log(0.25), Math.log(0.5)),
    Float32Array.of(7),
  ]);
  // |mean| / std: 2 / 1, 0.5 / 0.25, 0.25 / 0.5.
  const signals = weightSignals(layout, flat);
  expect([...signals].map((signal) => Number(signal.toFixed(5)))).toEqual([2, 2, 0.5]);
  const pruned = prunedParameters(layout, flat, 1);
  const [mean, logStd, bias] = layout.slots.map((slot) => [...valuesOf(slot, pruned)]);
  expect(mean).toEqual([2, -0.5, 0]);
  expect(Math.exp(logStd?.[2] ?? 0)).toBeLessThan(1e-12);
  expect(logStd?.slice(0, 2)).toEqual([...valuesOf(layout.slots[1], flat)].slice(0, 2));
  expect(bias).toEqual([7]);
  expect(prunedParameters(layout, flat, 0)).toEqual(flat);
});
