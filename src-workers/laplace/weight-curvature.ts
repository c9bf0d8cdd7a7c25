import { type CurvatureSum, LossSum } from './curvature';
import { GramMatrix } from './gram-matrix';
import type { OutputCurvature } from './output-curvature';

/** The full curvature of all weights, from derivatives of each output. */
export function sumOverWeights(curvature: OutputCurvature, size: number): CurvatureSum {
  const { outputs } = curvature;
  const gram = new GramMatrix(size);
  const totals = new LossSum();
  const slope = new Float64Array(size);
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
          addScaled(slope, values, first + output * width + 1, at.slope[output]);
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
      return { structure: 'full', matrix: gram.values, ...totals.with(slope) };
    },
  };
}

/** Adds `factor` times the values from `from` on. */
function addScaled(sum: Float64Array, values: Float32Array, from: number, factor: number): void {
  if (factor === 0) return;
  for (let index = 0; index < sum.length; index += 1) sum[index] += factor * values[from + index];
}
