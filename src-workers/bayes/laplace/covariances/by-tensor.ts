import { reshape, slice, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { sizeOf, type WeightTensor } from '../../../../src-shared/experiment/networks/tensors/weight-tensor';

/** Numbers of all weights one behind the other, [samples, P], by tensor, [samples, ...shape]. */
export function byTensor(
  all: Tensor2D,
  tensors: readonly Pick<WeightTensor, 'name' | 'shape'>[],
): ReadonlyMap<string, Tensor> {
  const [samples] = all.shape;
  let from = 0;
  return new Map(
    tensors.map(({ name, shape }) => {
      const size = sizeOf(shape);
      const part = slice(all, [0, from], [samples, size]);
      from += size;
      return [name, reshape(part, [samples, ...shape])];
    }),
  );
}
