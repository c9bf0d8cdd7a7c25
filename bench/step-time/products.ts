import { matMul, type Tensor3D } from '@tensorflow/tfjs-core';
import { GraphBuilder } from '../../src-workers/engine/graph/graph-builder';
import type { Binding } from '../../src-workers/engine/tensorflow/binding';
import { Session } from '../../src-workers/engine/tensorflow/session';
import { traceInto } from '../../src-workers/engine/trace/trace';
import type { Workload } from './workload';

const classes = 10;
const side = 32;

/** A layer's multiplications and additions for one item of one sample. */
interface Layer {
  readonly count: number;
  /** Whether anything before it is trained, so that its input needs a gradient. */
  readonly inputGradient: boolean;
}

/** Floating-point operations of a step's matrix products and convolutions, forward and backward. */
export function productFlops(workload: Workload): number {
  const perItem = layersOf(workload).reduce(
    (sum, { count, inputGradient }) => sum + 2 * count * (inputGradient ? 3 : 2),
    0,
  );
  return perItem * workload.items * workload.samples;
}

function layersOf(workload: Workload): readonly Layer[] {
  switch (workload.kind) {
    case 'mlp':
      return dense(workload.sizes, false);
    case 'cnn': {
      const { channels, hidden } = workload;
      const convolutions = channels.map((outputs, block) => ({
        count: (side >> block) ** 2 * 9 * (block === 0 ? 3 : channels[block - 1]) * outputs,
        inputGradient: block > 0,
      }));
      const features = (side >> channels.length) ** 2 * channels[channels.length - 1];
      return [...convolutions, ...dense([features, ...hidden, classes], true)];
    }
    case 'vit': {
      const { width, depth } = workload;
      const tokens = (side / 4) ** 2;
      const block = tokens * (12 * width ** 2 + 2 * tokens * width);
      return [
        { count: tokens * 48 * width, inputGradient: true },
        { count: depth * block, inputGradient: true },
        { count: width * classes, inputGradient: true },
      ];
    }
  }
}

function dense(sizes: readonly number[], inputGradient: boolean): readonly Layer[] {
  return sizes
    .slice(1)
    .map((outputs, layer) => ({ count: sizes[layer] * outputs, inputGradient: inputGradient || layer > 0 }));
}

/** A program that multiplies two large matrices, and how many operations that is. */
export function largeProduct(binding: Binding): { run(): void; readonly flops: number; dispose(): void } {
  const size = 2048;
  const graph = new GraphBuilder();
  // Fed, since TensorFlow would multiply constants once and for all.
  const factor = graph.placeholder('factor', [1, size, size], 'float32');
  const [corner] = traceInto(graph, [factor], ([a]) => [
    matMul(a as Tensor3D, a as Tensor3D).slice([0, 0, 0], [1, 1, 1]),
  ]);
  const values = new Float32Array(size ** 2).fill(1);
  const session = new Session(binding, graph.nodes);
  return {
    run: () => void session.run(new Map([[factor, values]]), [corner]),
    flops: 2 * size ** 3,
    dispose: () => session.dispose(),
  };
}
