import { beforeAll, describe, expect, test } from 'vitest';
import { machinesCompiler } from '../../src-main/runtime/compiler';
import { loadBinding } from '../../src-workers/engine/tensorflow/binding';
import { draw, ownOperationCases, valueAndGradients } from '../src-workers/engine/own-operation-cases';
import { relativeDistance } from '../src-workers/relative-distance';
import { bindingPath } from '../src-workers/tensorflow';
import { compileEmulatedGpu } from './emulated-gpu';

const launcher = undefined as never;
const compiler = await machinesCompiler({ cacheFolder: '', onProgress: () => {}, launcher });

// The kernels' own text, compiled for this processor, in the place of those for CPUs.
describe.runIf(compiler !== undefined)(
  'a kernel for GPUs, its blocks and threads emulated, computes what TensorFlow’s operations do:',
  () => {
    const binding = loadBinding(bindingPath(), false);
    beforeAll(async () => {
      const loaded = { exports: { available: false } };
      process.dlopen(loaded, (await compileEmulatedGpu(bindingPath())).module);
      expect(loaded.exports.available).toBe(true);
      // A compiler on a busy machine.
    }, 1_200_000);

    const expectSame = (own: readonly Float32Array[], plain: readonly Float32Array[]) => {
      expect(own.length).toBe(plain.length);
      // A few roundings of float32; sums run in another order.
      for (const [index, values] of own.entries())
        expect(relativeDistance(values, plain[index])).toBeLessThan(2e-6);
    };

    test.each(ownOperationCases)('%s', (_name, body, shapes) => {
      const own = valueAndGradients(binding, body, shapes, true);
      expectSame(own, valueAndGradients(binding, body, shapes, false));
    });

    test('more samples than one launch takes', () => {
      const seeds = Int32Array.from({ length: 2 * 131 }, (_, index) => 7 * index - 300);
      const shapes = [
        [5, 7],
        [5, 7],
      ];
      const own = valueAndGradients(binding, draw, shapes, true, seeds);
      expectSame(own, valueAndGradients(binding, draw, shapes, false, seeds));
    });
  },
);
