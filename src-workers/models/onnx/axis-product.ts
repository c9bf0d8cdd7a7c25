import {
  customGrad,
  type GradSaveFunc,
  matMul,
  reshape,
  type Tensor,
  tensor,
  zerosLike,
} from '@tensorflow/tfjs-core';

/**
 * Weighted sums along one axis, as interpolations are: a product with a matrix from the left, for which nothing has to be
 * moved.
 * @param weight how much of the number at `from` comes to `to`
 * @param length of the axis afterwards
 */
export function alongAxisBy(
  x: Tensor,
  axis: number,
  length: number,
  weight: (to: number, from: number) => number,
): Tensor {
  const before = x.shape.slice(0, axis);
  const after = x.shape.slice(axis + 1);
  const own = x.shape[axis];
  const matrix = new Float32Array(length * own);
  for (let to = 0; to < length; to += 1)
    for (let from = 0; from < own; from += 1) matrix[to * own + from] = weight(to, from);
  const size = (shape: readonly number[]) => shape.reduce((product, one) => product * one, 1);
  const rows = reshape(x, [size(before), own, size(after)]);
  return reshape(weighed(tensor(matrix, [1, length, own]), rows), [...before, length, ...after]);
}

/** No gradient of the matrix is computed. */
function weighed(matrix: Tensor, rows: Tensor): Tensor {
  const op = customGrad((...args) => {
    const [left, right, save] = args as [Tensor, Tensor, GradSaveFunc];
    save([left]);
    return {
      value: matMul(left, right),
      gradFunc: (dy: Tensor, [saved]: Tensor[]) => [zerosLike(saved), matMul(saved, dy, true, false)],
    };
  });
  return op(matrix, rows);
}
