import { engine, registerKernel, type Tensor, type Tensor2D, type TensorInfo } from '@tensorflow/tfjs-core';
import { floatT, intsOf, intT, type TraceKernel } from '../engine/trace/kernel-table';
import { registerTraceKernels } from '../engine/trace/trace';
import { fillStatelessNormal } from './stateless-normal';

/** The tfjs kernel that draws noise; every backend that trains has its own form of it. */
export const sampledNormalKernel = 'SampledNormal';

/**
 * Standard normal noise, one independent stream per sample.
 * @param seeds int32 [samples, 2]
 * @param shape of one sample
 * @returns [samples, ...shape]
 */
export function sampledNormal(seeds: Tensor2D, shape: readonly number[]): Tensor {
  return engine().runKernel(sampledNormalKernel, { seeds }, { shape: [...shape] }) as Tensor;
}

const traceSampledNormal: TraceKernel = (trace, { seeds }, attrs) => {
  const shape = attrs.shape as number[];
  const size = intsOf(trace, shape);
  const draws = trace
    .unstack(seeds)
    .map((seed) =>
      trace.emit(
        'StatelessRandomNormal',
        [size, seed],
        { dtype: floatT, T: intT, Tseed: intT },
        shape,
        'float32',
      ),
    );
  return trace.stack(draws);
};

registerTraceKernels({ [sampledNormalKernel]: traceSampledNormal });

registerKernel({
  kernelName: sampledNormalKernel,
  backendName: 'cpu',
  kernelFunc: ({ inputs, attrs }) => {
    const [seeds] = Object.values(inputs) as TensorInfo[];
    const shape = attrs?.shape as number[];
    const size = shape.reduce((product, length) => product * length, 1);
    const pairs = engine().readSync(seeds.dataId) as Int32Array;
    const values = new Float32Array(seeds.shape[0] * size);
    for (let sample = 0; sample < seeds.shape[0]; sample += 1)
      fillStatelessNormal(
        pairs[2 * sample],
        pairs[2 * sample + 1],
        values.subarray(sample * size, (sample + 1) * size),
      );
    return engine().makeTensor(values, [seeds.shape[0], ...shape], 'float32');
  },
});
