import {
  add,
  conv2d,
  maxPool,
  reshape,
  stack,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
  unstack,
} from '@tensorflow/tfjs-core';

/**
 * A 3 x 3 convolution with padding `same`, each sample with its own filters or all with the same.
 * @param x one tensor a sample, [items, height, width, in], or a single one for all
 * @param weight [samples or 1, 3, 3, in, out]
 * @param bias [samples or 1, out]
 * @returns one tensor a sample, [items, height, width, out], or a single one where all samples have the same
 */
export function convolution(x: readonly Tensor4D[], weight: Tensor, bias: Tensor): Tensor4D[] {
  const filters = samplesOf(weight) as Tensor4D[];
  const biases = samplesOf(bias);
  const samples = Math.max(x.length, filters.length, biases.length);
  return Array.from({ length: samples }, (_, sample) => {
    const product = conv2d(ofSample(x, sample), ofSample(filters, sample), 1, 'same');
    return add(product, ofSample(biases, sample));
  });
}

/** Of one sample, or of all. */
function ofSample<One>(ones: readonly One[], sample: number): One {
  return ones[sample % ones.length];
}

/** 2 x 2 max pooling; an odd last row or column is dropped. */
export function pool(x: Tensor4D): Tensor4D {
  return maxPool(x, 2, 2, 'valid');
}

/** @returns [samples, items, features] */
export function flattenSamples(x: readonly Tensor4D[]): Tensor3D {
  const [items, height, width, channels] = x[0].shape;
  return reshape(stack([...x]), [x.length, items, height * width * channels]);
}

/** The samples one by one. tfjs cannot differentiate an unstack into one part, so that one is reshaped. */
export function samplesOf(x: Tensor): Tensor[] {
  const [samples, ...shape] = x.shape;
  return samples === 1 ? [reshape(x, shape)] : unstack(x);
}
