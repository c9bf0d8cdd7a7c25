import { describe, expect, test } from 'vitest';
import {
  choleskyFactor,
  halfLogDeterminant,
  inverseOfLower,
  solveLower,
} from '../../../src-workers/laplace/cholesky';
import {
  symmetricEigensystem,
  symmetricEigenvalues,
} from '../../../src-workers/laplace/symmetric-eigensystem';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { product, transposed } from './matrix-product';

/** Q diag(values) Qᵀ, Q the product of reflections at random vectors: a full matrix whose eigenvalues are known. */
function withEigenvalues(values: readonly number[]): Float64Array {
  const size = values.length;
  let matrix = Float64Array.from({ length: size * size }, (_, place) =>
    place % (size + 1) === 0 ? values[place / (size + 1)] : 0,
  );
  for (let round = 0; round < 3; round += 1) matrix = reflected(matrix, size, round);
  return matrix;
}

function reflected(matrix: Float64Array, size: number, round: number): Float64Array<ArrayBuffer> {
  const v = new Float32Array(size);
  fillStatelessNormal(round, 5, v);
  const squares = v.reduce((sum, value) => sum + value ** 2, 0);
  const reflection = Float64Array.from({ length: size * size }, (_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    return (row === column ? 1 : 0) - (2 * v[row] * v[column]) / squares;
  });
  return product(reflection, product(matrix, reflection, size), size);
}

describe('eigenvalues of a full symmetric matrix', () => {
  test.each([
    ['spread over eight orders of magnitude', [1e-4, 3e-2, 0.5, 2, 2.5, 70, 1e3, 2e4]],
    ['that repeat, as those of few items and many weights do', [0, 0, 0, 0, 1, 1, 5]],
    ['of both signs', [-3, -1, 0.25, 4]],
    ['of a single number', [7]],
  ])('are found: %s', (_name, values) => {
    const found = symmetricEigenvalues(withEigenvalues(values), values.length).sort();
    const largest = Math.max(...values.map(Math.abs));
    [...values]
      .sort((a, b) => a - b)
      .forEach((value, index) => {
        // Rounding is of the order of the largest.
        expect(Math.abs(found[index] - value) / largest).toBeLessThan(1e-14 * 100);
      });
  });

  test.each([
    ['spread over eight orders of magnitude', [1e-4, 3e-2, 0.5, 2, 2.5, 70, 1e3, 2e4]],
    ['that repeat', [0, 0, 0, 0, 1, 1, 5]],
    ['of a single number', [7]],
  ])('come with vectors of length 1 that give the matrix back: %s', (_name, given) => {
    const size = given.length;
    const matrix = withEigenvalues(given);
    const { values, vectors } = symmetricEigensystem(matrix, size);
    expect([...values]).toEqual([...symmetricEigenvalues(matrix, size)]);
    const identity = product(vectors, transposed(vectors, size), size);
    identity.forEach((value, at) => {
      expect(value).toBeCloseTo(at % (size + 1) === 0 ? 1 : 0, 12);
    });
    const scaled = vectors.map((value, at) => values[Math.floor(at / size)] * value);
    product(transposed(vectors, size), scaled, size).forEach((value, at) => {
      // Rounding is of the order of the largest.
      expect(Math.abs(value - matrix[at]) / Math.max(...given)).toBeLessThan(1e-13);
    });
  });

  test('that stand in a diagonal matrix have the axes for vectors', () => {
    const { values, vectors } = symmetricEigensystem(Float64Array.of(3, 0, 0, 0, 1, 0, 0, 0, 2), 3);
    expect([...values]).toEqual([3, 1, 2]);
    expect([...vectors].map(Math.abs)).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  });

  test('are those of the second difference, 2 - 2 cos(k pi / (n + 1))', () => {
    const size = 40;
    const matrix = Float64Array.from({ length: size * size }, (_, at) => {
      const distance = Math.abs(Math.floor(at / size) - (at % size));
      return distance === 0 ? 2 : distance === 1 ? -1 : 0;
    });
    const found = symmetricEigenvalues(matrix, size).sort();
    found.forEach((value, index) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((index + 1) * Math.PI) / (size + 1)), 12);
    });
  });
});

describe('a Cholesky factor', () => {
  const values = [0.3, 1, 2, 8, 40];
  const matrix = withEigenvalues(values);
  const factor = choleskyFactor(matrix, 5) ?? new Float64Array(25);

  test('gives the matrix back, and its determinant', () => {
    product(factor, transposed(factor, 5), 5).forEach((value, at) => {
      expect(value).toBeCloseTo(matrix[at], 12);
    });
    expect(2 * halfLogDeterminant(factor, 5)).toBeCloseTo(Math.log(0.3 * 1 * 2 * 8 * 40), 12);
  });

  test('is inverted, and solved with', () => {
    const identity = product(inverseOfLower(factor, 5), factor, 5);
    identity.forEach((value, at) => {
      expect(value).toBeCloseTo(at % 6 === 0 ? 1 : 0, 12);
    });
    const solution = solveLower(factor, Float64Array.of(1, 2, 3, 4, 5));
    for (let row = 0; row < 5; row += 1)
      expect(solution.reduce((sum, value, column) => sum + factor[row * 5 + column] * value, 0)).toBeCloseTo(
        row + 1,
        12,
      );
  });

  test('is refused to a matrix that is not positive definite or holds no numbers', () => {
    expect(choleskyFactor(Float64Array.of(1, 2, 2, 1), 2)).toBeUndefined();
    expect(choleskyFactor(Float64Array.of(1, 0, Number.NaN, 1), 2)).toBeUndefined();
  });
});
