import {
  add,
  addN,
  div,
  exp,
  eye,
  log,
  matMul,
  mul,
  reshape,
  type Scalar,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';

/** One tensor of a layer whose weights also vary together. */
export interface LowRankTensor {
  readonly logStd: Tensor;
  /** How far each direction moves each weight, [rank, ...shape]. */
  readonly directions: Tensor;
  readonly priorStd: number;
}

/**
 * What the directions U of a layer add to the divergence of N(mean, D) from the prior N(0, P), both diagonal, once the covariance is
 * D + UUᵀ: ½ [tr(Uᵀ P⁻¹ U) − ln det(I + Uᵀ D⁻¹ U)] in nats, the second part by the determinant lemma.
 */
export function lowRankDivergence(tensors: readonly LowRankTensor[]): Scalar {
  const wide = addN(tensors.map(({ directions, priorStd }) => mul(sum(square(directions)), priorStd ** -2)));
  const overlaps = addN(tensors.map(overlapOf)) as Tensor2D;
  const [rank] = overlaps.shape;
  return mul(sub(wide, logDeterminant(add(overlaps, eye(rank)))), 0.5) as Scalar;
}

/** Uᵀ D⁻¹ U of one tensor, [rank, rank]. */
function overlapOf({ logStd, directions }: LowRankTensor): Tensor {
  const [rank] = directions.shape;
  const scaled = reshape(mul(directions, exp(mul(logStd, -1))), [rank, directions.size / rank]);
  return matMul(scaled as Tensor2D, scaled as Tensor2D, false, true);
}

/** ln det of a symmetric matrix that is at least the identity: the logarithms of the pivots of elimination. */
export function logDeterminant(matrix: Tensor2D): Scalar {
  const [size] = matrix.shape;
  const pivot = slice(matrix, [0, 0], [1, 1]);
  const first = sum(log(pivot)) as Scalar;
  if (size === 1) return first;
  const column = slice(matrix, [1, 0], [size - 1, 1]);
  const rest = slice(matrix, [1, 1], [size - 1, size - 1]);
  const complement = sub(rest, matMul(column, div(column, pivot), false, true)) as Tensor2D;
  return add(first, logDeterminant(complement)) as Scalar;
}
