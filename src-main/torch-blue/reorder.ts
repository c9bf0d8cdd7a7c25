import type { WeightMapping } from './weight-mapping';

type Reordering = Pick<WeightMapping, 'view' | 'order'>;

/** An array's values with its axes in PyTorch's order. */
export function toTorchOrder(values: Float32Array, { view, order }: Reordering): Float32Array {
  const sources = sourcePositions(view, order);
  return Float32Array.from(sources, (source) => values[source] as number);
}

/** The inverse of `toTorchOrder`. */
export function fromTorchOrder(values: Float32Array, { view, order }: Reordering): Float32Array {
  const reordered = new Float32Array(values.length);
  sourcePositions(view, order).forEach((source, index) => {
    reordered[source] = values[index] as number;
  });
  return reordered;
}

/** For each value of the reordered array, row by row, its position in the array of shape `view`. */
function sourcePositions(view: readonly number[], order: readonly number[]): Uint32Array {
  let positions = Uint32Array.of(0);
  for (const axis of order) {
    const length = view[axis] as number;
    const stride = view.slice(axis + 1).reduce((product, size) => product * size, 1);
    const wider = new Uint32Array(positions.length * length);
    positions.forEach((position, index) => {
      for (let step = 0; step < length; step += 1) wider[index * length + step] = position + step * stride;
    });
    positions = wider;
  }
  return positions;
}
