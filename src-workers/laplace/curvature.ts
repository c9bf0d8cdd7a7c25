import { GramMatrix } from './gram-matrix';
import type { ItemCurvature, OutputCurvature } from './output-curvature';

/** Sums over the training items of what Laplace's approximation needs of a network, at noise 1. */
export interface Curvature {
  /** Generalised Gauss-Newton matrix of the weights, [P, P] row by row; the lower triangle counts. */
  readonly matrix: Float64Array;
  /** Derivative of the loss by the weights, [P]. */
  readonly slope: Float64Array;
  /** Half the squared error, or the negative log-likelihood of classes. */
  readonly loss: number;
  /** Target values that are known; 0 of classes. */
  readonly known: number;
}

/** Takes in what `curvatureProgram` gives, chunk by chunk. */
export interface CurvatureSum {
  /** @param count items of the chunk that count; `values` may hold more */
  add(values: Float32Array, targets: Float32Array | Int32Array, count: number): void;
  result(): Curvature;
}

/** Of all weights, from derivatives of each output. */
export function sumOverWeights(curvature: OutputCurvature, size: number): CurvatureSum {
  const { outputs } = curvature;
  const gram = new GramMatrix(size);
  const totals = new Totals(size);
  const row = new Float64Array(size);
  const width = 1 + size;
  return {
    add: (values, targets, count) => {
      const f = new Float64Array(outputs);
      for (let item = 0; item < count; item += 1) {
        const first = item * outputs * width;
        for (let output = 0; output < outputs; output += 1) f[output] = values[first + output * width];
        const at = curvature.at(f, targets, item);
        totals.add(at);
        for (let output = 0; output < outputs; output += 1)
          addScaled(totals.slope, values, first + output * width + 1, at.slope[output]);
        for (let column = 0; column < outputs; column += 1) {
          row.fill(0);
          for (let output = 0; output < outputs; output += 1)
            addScaled(row, values, first + output * width + 1, at.root[output * outputs + column]);
          gram.add(row);
        }
      }
    },
    result: () => {
      gram.flush();
      return totals.with(gram.values);
    },
  };
}

/**
 * Of the last layer, whose weights lie [features, outputs] row by row, a bias behind them as those of a feature that is
 * always 1: each item adds the Kronecker product of its features' square and the outputs' curvature.
 * @param features that the layer is given
 * @param size of its weights, bias included
 */
export function sumOverLastLayer(curvature: OutputCurvature, features: number, size: number): CurvatureSum {
  const { outputs } = curvature;
  const matrix = new Float64Array(size * size);
  const totals = new Totals(size);
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
          totals.slope[weight] += given[Math.floor(weight / outputs)] * at.slope[weight % outputs];
        addProduct(matrix, given, squareOf(at.root, outputs), outputs);
      }
    },
    result: () => totals.with(matrix),
  };
}

/** What both sums have in common. */
class Totals {
  readonly slope: Float64Array;
  #loss = 0;
  #known = 0;

  constructor(size: number) {
    this.slope = new Float64Array(size);
  }

  add({ loss, known }: ItemCurvature): void {
    this.#loss += loss;
    this.#known += known;
  }

  with(matrix: Float64Array): Curvature {
    return { matrix, slope: this.slope, loss: this.#loss, known: this.#known };
  }
}

/** Adds `factor` times the values from `from` on. */
function addScaled(sum: Float64Array, values: Float32Array, from: number, factor: number): void {
  if (factor === 0) return;
  for (let index = 0; index < sum.length; index += 1) sum[index] += factor * values[from + index];
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
