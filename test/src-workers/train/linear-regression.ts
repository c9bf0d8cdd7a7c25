import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';

/** A linear regression whose posterior is known: items, and what a textbook says of weights and bias. */
export interface LinearRegression {
  /** [items, 2] */
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  readonly items: number;
  /** Of the two weights and the bias. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  /** Of the best Gaussian without correlations. */
  readonly meanFieldStd: readonly number[];
}

/**
 * With design X (a column of ones for the bias), noise N(0, s^2) and the prior N(0, 1) the posterior is Gaussian with
 * precision P = X'X / s^2 + I and mean P^-1 X'y / s^2 (Bishop 2006, equations 3.53 and 3.54).
 * @param heat divides the likelihood's part of both sums
 * @param correlation of the two inputs
 */
export function linearRegression(
  items: number,
  noiseStd: number,
  heat = 1,
  correlation = 0,
): LinearRegression {
  const inputs = new Float32Array(2 * items);
  fillStatelessNormal(1, 2, inputs);
  for (let at = 1; at < inputs.length; at += 2)
    inputs[at] = correlation * inputs[at - 1] + Math.sqrt(1 - correlation ** 2) * inputs[at];
  const noise = new Float32Array(items);
  fillStatelessNormal(3, 4, noise);
  const rows = Array.from({ length: items }, (_, item) => [inputs[2 * item], inputs[2 * item + 1], 1]);
  const targets = Float32Array.from(rows, ([a, b], item) => 0.8 * a - 0.5 * b + 0.3 + noiseStd * noise[item]);
  const sums = (of: (row: readonly number[], item: number) => number) =>
    rows.reduce((sum, row, item) => sum + of(row, item), 0) / (heat * noiseStd ** 2);
  const precision = [0, 1, 2].map((i) =>
    [0, 1, 2].map((j) => sums((row) => row[i] * row[j]) + (i === j ? 1 : 0)),
  );
  const covariance = inverse(precision);
  const moment = [0, 1, 2].map((i) => sums((row, item) => row[i] * targets[item]));
  return {
    inputs,
    targets,
    items,
    mean: covariance.map((row) => row.reduce((sum, value, j) => sum + value * moment[j], 0)),
    std: covariance.map((row, i) => Math.sqrt(row[i])),
    covariance,
    meanFieldStd: precision.map((row, i) => 1 / Math.sqrt(row[i])),
  };
}

/** Of a symmetric 3 x 3 matrix, by cofactors. */
function inverse(m: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const cofactor = (i: number, j: number): number => {
    const [a, b] = [0, 1, 2].filter((row) => row !== i);
    const [c, d] = [0, 1, 2].filter((column) => column !== j);
    return ((i + j) % 2 === 0 ? 1 : -1) * (m[a][c] * m[b][d] - m[a][d] * m[b][c]);
  };
  const determinant = [0, 1, 2].reduce((sum, j) => sum + m[0][j] * cofactor(0, j), 0);
  return [0, 1, 2].map((i) => [0, 1, 2].map((j) => cofactor(j, i) / determinant));
}
