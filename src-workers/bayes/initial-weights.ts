import { sizeOf, type WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { seedPair } from '../random/noise-seeds';
import { philox } from '../random/philox';

/**
 * Where a weight tensor's values start: constant, or uniform in +-1/sqrt(fan_in), a stream of the run's seed, the
 * tensor's place in the model and the sample (a deep ensemble's member; 0 where all samples start alike); or where a
 * trained network's stand.
 */
export function initialWeights(
  weight: WeightTensor,
  tensor: number,
  sample: number,
  runSeed: number,
): Float32Array {
  if (weight.start) return weight.start.numbers(sample);
  switch (weight.initial) {
    case 'zeros':
      return new Float32Array(sizeOf(weight.shape));
    case 'ones':
      return new Float32Array(sizeOf(weight.shape)).fill(1);
    case 'uniform':
      return uniform(weight, tensor, sample, runSeed);
  }
}

function uniform(
  { shape, fanIn }: WeightTensor,
  tensor: number,
  sample: number,
  runSeed: number,
): Float32Array {
  const bound = 1 / Math.sqrt(fanIn);
  const key = Uint32Array.from(seedPair(runSeed, 'initialisation', 0, tensor, sample));
  const words = new Uint32Array(4);
  return Float32Array.from({ length: sizeOf(shape) }, (_, index) => {
    if (index % 4 === 0) philox(key, Uint32Array.of(index / 4, 0, 0, 0), words);
    return ((2 * words[index % 4]) / 2 ** 32 - 1) * bound;
  });
}
