import {
  env,
  expandDims,
  grads,
  memory,
  mul,
  type Scalar,
  setBackend,
  sum,
  type Tensor,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs';
import { SampledLayers } from '../../../src-workers/bayes/sampled-layers';
import { GraphBuilder } from '../../../src-workers/engine/graph/graph-builder';
import { Session } from '../../../src-workers/engine/tensorflow/session';
import { traceInto } from '../../../src-workers/engine/trace/trace';
import type { Model } from '../../../src-workers/models/model';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { tensorflow } from '../tensorflow';

export interface Argument {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The value and gradients of a function of tensors, all gradients in one vector. */
export interface Slope {
  readonly value: number;
  readonly gradient: Float32Array;
}

/** A function of tensors and arguments for it, to be run by the JavaScript engine and as a TensorFlow graph. */
export interface Probe {
  readonly of: readonly Argument[];
  readonly to: (...tensors: readonly Tensor[]) => Tensor;
}

export function randomArgument(shape: readonly number[], stream: number, scale = 1): Argument {
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  fillStatelessNormal(31, stream, values);
  return { shape, values: values.map((value) => value * scale) };
}

/** A model with random weights, those that are Bayesian different in each sample; its input is an argument too. */
export function modelProbe(model: Model, inputShape: readonly number[], samples: number): Probe {
  const weights = model.weights.map(({ shape, fanIn, bayesian, initial }, index) => {
    const { shape: whole, values } = randomArgument(
      [bayesian ? samples : 1, ...shape],
      index,
      Math.min(0.3, 1 / Math.sqrt(fanIn)),
    );
    return { shape: whole, values: initial === 'ones' ? values.map((value) => 1 + value) : values };
  });
  return {
    of: [...weights, randomArgument(inputShape, 1000)],
    to: (...tensors) => {
      const byName = new Map(model.weights.map(({ name }, index) => [name, tensors[index]]));
      const inputs = expandDims(tensors[tensors.length - 1], 0);
      return model.forward(inputs, new SampledLayers(byName, samples));
    },
  };
}

/** One number of the function's result: each of its elements times a fixed random one, summed. */
function scalarOf(probe: Probe, tensors: readonly Tensor[]): Scalar {
  const result = probe.to(...tensors);
  const { values } = randomArgument(result.shape, 2000);
  return sum(mul(result, tensor(values, result.shape))) as Scalar;
}

function useJavascript(): void {
  env().set('IS_NODE', false);
  setBackend('cpu');
}

/** The function's own result, by the JavaScript engine. */
export function resultOf({ of, to }: Probe): Argument {
  useJavascript();
  const result = tidy(() => to(...of.map(({ shape, values }) => tensor(values, [...shape]))));
  const values = result.dataSync<'float32'>().slice();
  result.dispose();
  return { shape: result.shape, values };
}

function valuesAndGradients(probe: Probe, tensors: readonly Tensor[]): Tensor[] {
  return [scalarOf(probe, tensors), ...grads((...all: Tensor[]) => scalarOf(probe, all))([...tensors])];
}

export function slopeInJavascript(probe: Probe): Slope {
  useJavascript();
  const before = memory().numTensors;
  const results: Float32Array[] = [];
  tidy(() => {
    const tensors = probe.of.map(({ shape, values }) => tensor(values, [...shape]));
    for (const result of valuesAndGradients(probe, tensors))
      results.push(result.dataSync<'float32'>().slice());
  });
  if (memory().numTensors !== before) throw new Error('Tensors were left behind.');
  return slopeOf(results);
}

export function slopeInGraph(probe: Probe): Slope {
  return slopeOf(runInGraph(probe, (tensors) => valuesAndGradients(probe, tensors)));
}

/** The gradients of a function whose result is one number, by its arguments. */
export function slopesInGraph(probe: Probe, graph = new GraphBuilder()): readonly Float32Array[] {
  const slopes = grads((...all: Tensor[]) => probe.to(...all) as Scalar);
  return runInGraph(probe, (tensors) => slopes([...tensors]), graph);
}

/** The same by the JavaScript engine. */
export function slopesInJavascript(probe: Probe): readonly Float32Array[] {
  useJavascript();
  const slopes = tidy(() =>
    grads((...all: Tensor[]) => probe.to(...all) as Scalar)(
      probe.of.map(({ shape, values }) => tensor(values, [...shape])),
    ),
  );
  return slopes.map((slope) => {
    const values = slope.dataSync<'float32'>().slice();
    slope.dispose();
    return values;
  });
}

/** The function's own result, as a TensorFlow graph. */
export function resultsInGraph(probe: Probe, graph = new GraphBuilder()): readonly Float32Array[] {
  return runInGraph(probe, (tensors) => [probe.to(...tensors)], graph);
}

/** A graph as training makes it on this machine: with our own operations where they could be compiled. */
export function trainingGraph(): GraphBuilder {
  return new GraphBuilder(tensorflow().hasOwnKernels);
}

function runInGraph(
  probe: Probe,
  body: (tensors: readonly Tensor[]) => readonly Tensor[],
  graph = new GraphBuilder(),
): Float32Array[] {
  const inputs = probe.of.map(({ shape }, index) => graph.placeholder(`argument_${index}`, shape, 'float32'));
  const outputs = traceInto(graph, inputs, body);
  const session = new Session(tensorflow(), graph.nodes);
  try {
    const feeds = new Map(inputs.map((input, index) => [input, probe.of[index].values]));
    return session.run(feeds, outputs) as Float32Array[];
  } finally {
    session.dispose();
  }
}

function slopeOf([value, ...gradients]: readonly Float32Array[]): Slope {
  return { value: value[0], gradient: Float32Array.from(gradients.flatMap((gradient) => [...gradient])) };
}

/**
 * The slope along a direction that is half random, half the gradient's (so that it is never near zero): by finite
 * differences, relative to what the gradient says.
 */
export function finiteDifferenceRatio(probe: Probe, direction: number, stepLength = 1e-2): number {
  const { gradient } = slopeInJavascript(probe);
  const random = randomArgument([gradient.length], 3000 + direction).values;
  const norm = Math.hypot(...gradient);
  const along = random.map((value, at) => value / Math.sqrt(gradient.length) + gradient[at] / norm);
  const slope = along.reduce((total, value, at) => total + value * gradient[at], 0);
  const ahead = slopeInJavascript(moved(probe, along, stepLength)).value;
  const behind = slopeInJavascript(moved(probe, along, -stepLength)).value;
  return (ahead - behind) / (2 * stepLength) / slope;
}

function moved(probe: Probe, direction: Float32Array, by: number): Probe {
  let start = 0;
  const of = probe.of.map(({ shape, values }) => {
    const own = direction.subarray(start, start + values.length);
    start += values.length;
    return { shape, values: values.map((value, at) => value + by * own[at]) };
  });
  return { ...probe, of };
}
