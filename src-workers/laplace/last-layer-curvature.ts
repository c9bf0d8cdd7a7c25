import { type CurvatureSum, LossSum } from './curvature';
import type { OutputCurvature } from './output-curvature';

/**
 * The full curvature of the last layer, whose weights lie [features, outputs] row by row, a bias behind them as those of a feature that is
 * always 1: each item adds the Kronecker product of its features' square and the outputs' curvature.
 * @param features that the layer is given
 * @param size of its weights, bias included
 */
export function sumOverLastLayer(curvature: OutputCurvature, features: number, size: number): CurvatureSum {
  const { outputs } = curvature;
  const matrix = new Float64Array(size * size);
  const totals = new LossSum();
  const slope = new Float64Array(size);
  const width = outputs + features;
  const given = new Float64Array(size / outputs).fill(1);
  return {
    add: (values, targets, count) => {
      for (let item = 0; item < count; item += 1) {
        const row = values.subarray(item * width, (item + 1) * width);
        const at = curvature.at(Float64Array.from(row.subarray(0, outputs)), targets, item);
        given.set(row.subarray(outputs));
        totals.add(at);
        for (let weight = 0; weight < size; weight += 1)
          slope[weight] += given[Math.floor(weight / outputs)] * at.slope[weight % outputs];
        addProduct(matrix, given, squareOf(at.root, outputs), outputs);
      }
    },
    result: () => ({ structure: 'full', matrix, ...totals.with(slope) }),
  };
}

/** root rootᵀ, [outputs, outputs] */
function squareOf(root: Float64Array, outputs: number): Float64Array {
  const square = new Float64Array(outputs * outputs);
  for (let left = 0; left < outputs; left += 1)
    for (let right = 0; right < outputs; right += 1)
      for (let k = 0; k < outputs; k += 1)
        square[left * outputs + right] += root[left * outputs + k] * root[right * outputs + k];
  return square;
}

/** Adds (features featuresᵀ) ⊗ square to the blocks on and below the diagonal. */
function addProduct(
  matrix: Float64Array,
  features: Float64Array,
  square: Float64Array,
  outputs: number,
): void {
  const size = features.length * outputs;
  for (let row = 0; row < features.length; row += 1)
    for (let column = 0; column <= row; column += 1) {
      const factor = features[row] * features[column];
      if (factor === 0) continue;
      for (let left = 0; left < outputs; left += 1) {
        const to = (row * outputs + left) * size + column * outputs;
        for (let right = 0; right < outputs; right += 1)
          matrix[to + right] += factor * square[left * outputs + right];
      }
    }
}
