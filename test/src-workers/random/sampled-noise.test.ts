import { setBackend, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { GraphBuilder } from '../../../src-workers/engine/graph/graph-builder';
import { Session } from '../../../src-workers/engine/tensorflow/session';
import { traceInto } from '../../../src-workers/engine/trace/trace';
import { noiseSeeds } from '../../../src-workers/random/noise-seeds';
import { sampledNormal } from '../../../src-workers/random/sampled-noise';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { relativeDistance } from '../relative-distance';
import { tensorflow } from '../tensorflow';

const seeds = Int32Array.of(1, 2, -7, 99, 2147483647, -2147483648);

function drawByTensorflow(shape: number[], ownOperations: boolean): Float32Array {
  const graph = new GraphBuilder(ownOperations);
  const input = graph.placeholder('seeds', [3, 2], 'int32');
  const [output] = traceInto(graph, [input], ([tensor]) => [sampledNormal(tensor as Tensor2D, shape)]);
  const session = new Session(tensorflow(), graph.nodes);
  const [values] = session.run(new Map([[input, seeds]]), [output]);
  session.dispose();
  return values as Float32Array;
}

test('TensorFlow, our own operation in it and plain JavaScript draw the same noise, negative seeds and odd sizes included', () => {
  setBackend('cpu');
  const byJavascript = sampledNormal(tensor2d(seeds, [3, 2], 'int32'), [5, 7]).dataSync();
  // Logarithm and sine differ in their last bits: 1e-6 is ten roundings of float32.
  expect(relativeDistance(drawByTensorflow([5, 7], false), byJavascript)).toBeLessThan(1e-6);
  const own = tensorflow().ownOperations !== undefined;
  expect(relativeDistance(drawByTensorflow([5, 7], own), byJavascript)).toBeLessThan(1e-6);
});

test('a stream has mean 0, variance 1, no skew and the kurtosis of a normal', () => {
  const count = 200_000;
  const values = new Float32Array(count);
  fillStatelessNormal(42, 7, values);
  const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / count;
  // Four standard errors of each moment's estimate.
  expect(Math.abs(moment(1))).toBeLessThan(4 / Math.sqrt(count));
  expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
  expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / count));
  expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / count));
});

test('a sample has the same seeds whichever worker draws it', () => {
  const all = noiseSeeds(3, 'training', 11, 2, { first: 0, count: 8 });
  const lastFive = noiseSeeds(3, 'training', 11, 2, { first: 3, count: 5 });
  expect([...lastFive.slice(0, 10)]).toEqual([...all.slice(6, 16)]);
  expect([...lastFive.slice(10)]).toEqual([...all.slice(22)]);
});

test('seed, purpose, step, tensor and sample each change the stream', () => {
  const one = { first: 0, count: 1 };
  const streams = [
    noiseSeeds(1, 'training', 1, 1, one),
    noiseSeeds(2, 'training', 1, 1, one),
    noiseSeeds(1, 'test', 1, 1, one),
    noiseSeeds(1, 'training', 2, 1, one),
    noiseSeeds(1, 'training', 1, 1, { first: 1, count: 1 }),
    noiseSeeds(1, 'training', 1, 2, one).slice(2),
  ].map(String);
  expect(new Set(streams).size).toBe(streams.length);
});
