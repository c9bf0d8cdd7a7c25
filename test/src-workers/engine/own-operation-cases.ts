import {
  add,
  grads,
  mul,
  relu,
  stack,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { drawWeights } from '../../../src-workers/bayes/drawn-weights';
import { gaussianKl } from '../../../src-workers/bayes/priors/gaussian-kl';
import { GraphBuilder } from '../../../src-workers/engine/graph/graph-builder';
import type { Binding } from '../../../src-workers/engine/tensorflow/binding';
import { Session } from '../../../src-workers/engine/tensorflow/session';
import { traceInto } from '../../../src-workers/engine/trace/trace';
import { attention, splitHeads } from '../../../src-workers/models/attention';
import { attentionOfHeads } from '../../../src-workers/models/attention-of-heads';
import { convolution } from '../../../src-workers/models/convolution';
import { dense } from '../../../src-workers/models/dense';
import { gelu } from '../../../src-workers/models/gelu';
import { layerNorm } from '../../../src-workers/models/layer-norm';
import type { Layers } from '../../../src-workers/models/layers';
import { lstmSteps } from '../../../src-workers/models/onnx/lstm-steps';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';

export type Body = (tensors: readonly Tensor[]) => Tensor;

const oddSeeds = Int32Array.of(1, 2, -7, 99, 2147483647, -2147483648);

interface Running {
  /** Pairs, which the function gets after its tensors. */
  readonly seeds?: Int32Array;
  readonly device?: 'cpu' | 'gpu';
  /** Instead of random numbers. */
  readonly values?: readonly Float32Array[];
}

/** The value and the gradients of a function of random float32 tensors, by a graph with our own operations or without. */
export function valueAndGradients(
  binding: Binding,
  body: Body,
  shapes: readonly number[][],
  own: boolean,
  { seeds = oddSeeds, device = 'cpu', values = [] }: Running = {},
): readonly Float32Array[] {
  const graph = new GraphBuilder(own, 'float32', device);
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
  for (const [index, input] of inputs.entries())
    feeds.set(input, values[index] ?? randomValues(input.shape, index));
  const session = new Session(binding, graph.nodes);
  const results = session.run(feeds, outputs);
  session.dispose();
  return results as Float32Array[];
}

function randomValues(shape: readonly number[], tensor: number): Float32Array {
  const values = new Float32Array(shape.reduce((product, length) => product * length, 1));
  fillStatelessNormal(5, tensor, values);
  return values;
}

const layersOf = (scale: Tensor, offset: Tensor): Layers =>
  ({ weight: (name: string) => (name.endsWith('weight') ? scale : offset) }) as Layers;

const norm: Body = ([x, scale, offset]) => layerNorm(layersOf(scale, offset), 'norm', x);
export const draw: Body = ([mean, logStd, pairs]) => drawWeights({ mean, logStd }, pairs as Tensor2D);
const heads: Body = ([x]) => {
  const [q, k, v] = splitHeads(x, 3, 2);
  return add(mul(q, k), v);
};
const behindDense: Body = ([x, weight, bias]) => gelu(dense(x, weight, bias));
const rectifiedDense: Body = ([x, weight, bias]) => relu(dense(x, weight, bias));
const pastDense: Body = ([x, weight, bias, past]) => add(past, dense(x, weight, bias));
const rectifiedPastDense: Body = ([x, weight, bias, past]) => relu(add(dense(x, weight, bias), past));
/** A block of a residual network of one sample. */
const pastConvolution: Body = ([x, weight, bias, past]) =>
  relu(add(convolution([x as Tensor4D], weight, bias)[0] as Tensor4D, past));
/** Several samples, with biases of their own. */
const behindConvolutions: Body = ([x, weight, bias]) =>
  stack(convolution([x as Tensor4D], weight, bias).map((one) => gelu(one)));
const pastConvolutions: Body = ([x, weight, bias, past]) =>
  stack(convolution([x as Tensor4D], weight, bias).map((one) => relu(add(one, past))));
const convolutionShapes = [
  [5, 6, 7, 3],
  [2, 3, 3, 3, 19],
  [2, 19],
];
const denseShapes = (biases: number) => [
  [3, 5, 2, 11],
  [3, 11, 37],
  [biases, 37],
];
const pastDenseShapes = (biases: number) => [...denseShapes(biases), [3, 5, 2, 37]];
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

/** Keeps scores apart by so much more. */
export const attendWithin =
  (count: number, stretch = 1): Body =>
  ([x]) =>
    attentionOfHeads(mul(x, stretch), count);

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
    'GELU behind a dense layer with a bias for each sample',
    behindDense,
    [
      [3, 5, 2, 11],
      [3, 11, 37],
      [3, 37],
    ],
  ],
  [
    'GELU behind a dense layer with one bias for all samples',
    behindDense,
    [
      [3, 5, 2, 11],
      [3, 11, 37],
      [1, 37],
    ],
  ],
  ['GELU behind convolutions of samples with biases of their own', behindConvolutions, convolutionShapes],
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

/** Of operations that GPUs alone have: lengths and widths around the 64 that kernels take at once. */
export const gpuOperationCases: [string, Body, number[][]][] = [
  ['a rectifier behind a dense layer with a bias for each sample', rectifiedDense, denseShapes(3)],
  ['a rectifier behind a dense layer with one bias for all samples', rectifiedDense, denseShapes(1)],
  ['what goes past a dense layer with a bias for each sample', pastDense, pastDenseShapes(3)],
  ['what goes past a dense layer with one bias for all samples', pastDense, pastDenseShapes(1)],
  ['a rectifier behind what goes past a dense layer', rectifiedPastDense, pastDenseShapes(3)],
  [
    'a rectifier behind what goes past a convolution',
    pastConvolution,
    [
      [5, 6, 7, 3],
      [1, 3, 3, 3, 19],
      [1, 19],
      [5, 6, 7, 19],
    ],
  ],
  [
    'a rectifier behind what goes past convolutions of samples',
    pastConvolutions,
    [...convolutionShapes, [5, 6, 7, 19]],
  ],
  ['attention without its scores, of a single token', attendWithin(2), [[3, 1, 3 * 2 * 5]]],
  ['attention without its scores, of heads of a single number', attendWithin(3), [[2, 9, 3 * 3]]],
  ['attention without its scores, of as many tokens as go at once', attendWithin(1), [[2, 64, 3 * 64]]],
  ['attention without its scores, of a token more', attendWithin(1), [[2, 65, 3 * 17]]],
  ['attention without its scores, of many tokens', attendWithin(2), [[1, 150, 3 * 2 * 33]]],
  ['attention without its scores, of wide heads', attendWithin(1), [[1, 70, 3 * 128]]],
  ['attention without its scores, of odd wide heads', attendWithin(2), [[1, 12, 3 * 2 * 101]]],
  ['attention without its scores, some of which are large', attendWithin(1, 3), [[2, 140, 3 * 8]]],
];
