import { engine, registerKernel, type Tensor, type Tensor2D, type TensorInfo } from '@tensorflow/tfjs-core';
import { floatT, intsOf, intT, type TraceKernel } from '../engine/trace/kernel-table';
import { registerTraceKernels } from '../engine/trace/trace';
import { fillStatelessNormal, fillStatelessUniform } from './stateless-noise';

/** The tfjs kernel that draws noise; every backend that trains has its own form of it. */
export const sampledNoiseKernel = 'SampledNoise';

/** TensorFlow's operation for each distribution, and its form in plain JavaScript. */
const distributions = {
  normal: { operation: 'StatelessRandomNormal', fill: fillStatelessNormal },
  uniform: { operation: 'StatelessRandomUniform', fill: fillStatelessUniform },
} as const;
export type Distribution = keyof typeof distributions;

/**
 * Standard normal noise, one independent stream per sample.
 * @param seeds int32 [samples, 2]
 * @param shape of one sample
 * @returns [samples, ...shape]
 */
export function sampledNormal(seeds: Tensor2D, shape: readonly number[]): Tensor {
  return sampledNoise(seeds, shape, 'normal');
}

/** Noise in [0, 1), otherwise as `sampledNormal`. */
export function sampledUniform(seeds: Tensor2D, shape: readonly number[]): Tensor {
  return sampledNoise(seeds, shape, 'uniform');
}

function sampledNoise(seeds: Tensor2D, shape: readonly number[], distribution: Distribution): Tensor {
  return engine().runKernel(sampledNoiseKernel, { seeds }, { shape: [...shape], distribution }) as Tensor;
}

/** TensorFlow's stateless operation for a distribution; its seeds are an int32 pair. */
export function noiseOperation(distribution: unknown): string {
  return distributions[distribution as Distribution].operation;
}

const traceSampledNoise: TraceKernel = (trace, { seeds }, attrs) => {
  const shape = attrs.shape as number[];
  if (trace.graph.hasOwnOperations && attrs.distribution === 'normal') {
    // Weights with mean 0 and standard deviation exp(0) are the noise itself.
    const zeros = trace.hold(trace.graph.fill(shape, 0, 'float32'));
    return trace.emit('ParasampleDraw', [zeros, zeros, seeds], {}, [seeds.shape[0], ...shape], 'float32');
  }
  const size = intsOf(trace, shape);
  const operation = noiseOperation(attrs.distribution);
  const attributes = { dtype: floatT, T: intT, Tseed: intT };
  const draws = trace
    .unstack(seeds)
    .map((seed) => trace.emit(operation, [size, seed], attributes, shape, 'float32'));
  return trace.stack(draws);
};

registerTraceKernels({ [sampledNoiseKernel]: traceSampledNoise });

registerKernel({
  kernelName: sampledNoiseKernel,
  backendName: 'cpu',
  kernelFunc: ({ inputs, attrs }) => {
    const [seeds] = Object.values(inputs) as TensorInfo[];
    const { shape, distribution } = attrs as {
      readonly shape: number[];
      readonly distribution: Distribution;
    };
    const { fill } = distributions[distribution];
    const size = shape.reduce((product, length) => product * length, 1);
    const pairs = engine().readSync(seeds.dataId) as Int32Array;
    const values = new Float32Array(seeds.shape[0] * size);
    for (let sample = 0; sample < seeds.shape[0]; sample += 1)
      fill(pairs[2 * sample], pairs[2 * sample + 1], values.subarray(sample * size, (sample + 1) * size));
    return engine().makeTensor(values, [seeds.shape[0], ...shape], 'float32');
  },
});
