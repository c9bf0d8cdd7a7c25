import { add, grads, mul, sum, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { drawWeights } from '../../../src-workers/bayes/drawn-weights';
import { gaussianKl } from '../../../src-workers/bayes/priors/gaussian-kl';
import { GraphBuilder } from '../../../src-workers/engine/graph/graph-builder';
import type { Binding } from '../../../src-workers/engine/tensorflow/binding';
import { Session } from '../../../src-workers/engine/tensorflow/session';
import { traceInto } from '../../../src-workers/engine/trace/trace';
import { attention, splitHeads } from '../../../src-workers/models/attention';
import { gelu } from '../../../src-workers/models/gelu';
import { layerNorm } from '../../../src-workers/models/layer-norm';
import type { Layers } from '../../../src-workers/models/layers';
import { lstmSteps } from '../../../src-workers/models/onnx/lstm-steps';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';

export type Body = (tensors: readonly Tensor[]) => Tensor;

const oddSeeds = Int32Array.of(1, 2, -7, 99, 2147483647, -2147483648);

/**
 * The value and the gradients of a function of random float32 tensors, by a graph with our own operations or without.
 * @param seeds pairs, which the function gets after its tensors
 */
export function valueAndGradients(
  binding: Binding,
  body: Body,
  shapes: readonly number[][],
  own: boolean,
  seeds = oddSeeds,
): readonly Float32Array[] {
  const graph = new GraphBuilder(own);
  const inputs = shapes.map((shape, index) => graph.placeholder(`x${index}`, shape, 'float32'));
  const seedsIn = graph.placeholder('seeds', [seeds.length / 2, 2], 'int32');
  const outputs = traceInto(graph, [...inputs, seedsIn], (tensors) => {
    const floats = tensors.slice(0, -1);
    const noise = tensors[tensors.length - 1];
    // Squares, so that every element of the value has a gradient of its own.
    const loss = (...xs: Tensor[]) => {
      const value = body([...xs, noise]);
      return sum(mul(value, value)) as Tensor;
    };
    return [body(tensors), ...grads(loss as (...xs: Tensor[]) => Tensor<never>)([...floats])];
  });
  const feeds = new Map<(typeof inputs)[number], Float32Array | Int32Array>([[seedsIn, seeds]]);
  for (const [index, input] of inputs.entries()) {
    const values = new Float32Array(input.shape.reduce((product, length) => product * length, 1));
    fillStatelessNormal(5, index, values);
    feeds.set(input, values);
  }
  const session = new Session(binding, graph.nodes);
  const results = session.run(feeds, outputs);
  session.dispose();
  return results as Float32Array[];
}

const layersOf = (scale: Tensor, offset: Tensor): Layers =>
  ({ weight: (name: string) => (name.endsWith('weight') ? scale : offset) }) as Layers;

const norm: Body = ([x, scale, offset]) => layerNorm(layersOf(scale, offset), 'norm', x);
export const draw: Body = ([mean, logStd, pairs]) => drawWeights({ mean, logStd }, pairs as Tensor2D);
const heads: Body = ([x]) => {
  const [q, k, v] = splitHeads(x, 3, 2);
  return add(mul(q, k), v);
};
const attend: Body = ([q, k, v]) => attention(q, k, v);
/** Weights as small as trained ones: larger ones make the steps chaotic, so that roundings grow from step to step. */
const lstm: Body = ([given, weights, hidden, cell]) =>
  lstmSteps(given, mul(weights, 1 / Math.sqrt(weights.shape[1] as number)), hidden, cell);
const lstmShapes = (samples: number, steps: number, items: number, units: number) => [
  [samples, steps, items, 4 * units],
  [samples, units, 4 * units],
  [samples, items, units],
  [samples, items, units],
];

/** Functions of tensors of these shapes, which no block or vector divides, and one that several threads share. */
export const ownOperationCases: [string, Body, number[][]][] = [
  [
    'drawing weights of odd shapes',
    draw,
    [
      [5, 7],
      [5, 7],
    ],
  ],
  [
    'drawing many weights',
    draw,
    [
      [130, 513],
      [130, 513],
    ],
  ],
  [
    'the divergence of Gaussians from a Gaussian',
    ([mean, logStd]) => gaussianKl(mean, logStd, 0.3),
    [
      [130, 513],
      [130, 513],
    ],
  ],
  ['queries, keys and values cut from one product', heads, [[3, 4, 9, 30]]],
  ['GELU', ([x]) => gelu(x), [[3, 5, 11]]],
  [
    'layer normalisation with one scale for all samples',
    norm,
    [
      [3, 70, 2, 19],
      [1, 19],
      [1, 19],
    ],
  ],
  [
    'layer normalisation with a scale for each sample',
    norm,
    [
      [3, 70, 2, 19],
      [3, 19],
      [3, 19],
    ],
  ],
  [
    'attention',
    attend,
    [
      [3, 2, 33, 8],
      [3, 2, 33, 8],
      [3, 2, 33, 8],
    ],
  ],
];

/** Of operations that processors alone have: GPUs take the steps of an LSTM one by one. */
export const processorOperationCases: [string, Body, number[][]][] = [
  ['an LSTM of one step', lstm, lstmShapes(2, 1, 3, 5)],
  ['an LSTM of items that no block divides', lstm, lstmShapes(3, 6, 13, 17)],
  ['an LSTM that several threads share', lstm, lstmShapes(2, 20, 20, 64)],
];
