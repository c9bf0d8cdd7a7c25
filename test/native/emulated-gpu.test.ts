import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { machinesCompiler } from '../../src-main/runtime/compiler';
import { loadBinding } from '../../src-workers/engine/tensorflow/binding';
import {
  attendWithin,
  draw,
  gpuOperationCases,
  ownOperationCases,
  valueAndGradients,
} from '../src-workers/engine/own-operation-cases';
import { relativeDistance } from '../src-workers/relative-distance';
import { bindingPath } from '../src-workers/tensorflow';
import { compileEmulatedGpu } from './emulated-gpu';

const ofPytorch = z
  .object({
    groups: z.number(),
    heads: z.number(),
    kept: z.number(),
    cases: z.array(
      z.object({
        tokens: z.number(),
        width: z.number(),
        value: z.array(z.number()),
        gradient: z.array(z.number()),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(resolve('test', 'parity', 'fixtures', 'attention.json'), 'utf8')));
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

    test.each([...ownOperationCases, ...gpuOperationCases])('%s', (_name, body, shapes) => {
      const own = valueAndGradients(binding, body, shapes, true, { device: 'gpu' });
      expectSame(own, valueAndGradients(binding, body, shapes, false));
    });

    describe.each(ofPytorch.cases)('attention of $tokens tokens', ({ tokens, width, ...expected }) => {
      const { groups, heads, kept } = ofPytorch;
      const shape = [groups, tokens, 3 * heads * width];
      // As test/parity/write_attention.py makes them.
      const values = Float32Array.from(
        { length: groups * tokens * 3 * heads * width },
        (_, k) => 1.7 * Math.sin(0.37 * k + 0.001 * k ** 2),
      );
      test.each([true, false])('is PyTorch’s, and so is its gradient (own operation: %s)', (own) => {
        const running = { device: 'gpu', values: [values] } as const;
        const results = valueAndGradients(binding, attendWithin(heads), [shape], own, running);
        const found = results.map((all) => all.filter((_, place) => place % kept === 0));
        expectSame(found, [Float32Array.from(expected.value), Float32Array.from(expected.gradient)]);
      });
    });

    test('more samples than one launch takes', () => {
      const seeds = Int32Array.from({ length: 2 * 131 }, (_, index) => 7 * index - 300);
      const shapes = [
        [5, 7],
        [5, 7],
      ];
      const own = valueAndGradients(binding, draw, shapes, true, { seeds });
      expectSame(own, valueAndGradients(binding, draw, shapes, false, { seeds }));
    });
  },
);
