/**
 * Cholesky factor L of a symmetric positive definite matrix, L Lᵀ = matrix.
 * @param matrix row by row, [size, size]; its lower triangle is read
 * @returns lower triangle of L row by row, zeros above; undefined where the matrix is not positive definite
 */
export function choleskyFactor(matrix: Float64Array, size: number): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    const own = row * size;
    for (let column = 0; column < row; column += 1) {
      const other = column * size;
      let rest = matrix[own + column];
      for (let k = 0; k < column; k += 1) rest -= factor[own + k] * factor[other + k];
      factor[own + column] = rest / factor[other + column];
    }
    let rest = matrix[own + row];
    for (let k = 0; k < row; k += 1) rest -= factor[own + k] ** 2;
    if (!(rest > 0)) return undefined;
    factor[own + row] = Math.sqrt(rest);
  }
  return factor;
}

/** The inverse of a lower triangle, row by row, which is one too. */
export function inverseOfLower(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    const own = row * size;
    const diagonal = factor[own + row];
    for (let k = 0; k < row; k += 1) {
      const weight = -factor[own + k] / diagonal;
      if (weight === 0) continue;
      const other = k * size;
      for (let column = 0; column <= k; column += 1)
        inverse[own + column] += weight * inverse[other + column];
    }
    inverse[own + row] = 1 / diagonal;
  }
  return inverse;
}

/** 0.5 * log det of the matrix that this is the Cholesky factor of. */
export function halfLogDeterminant(factor: Float64Array, size: number): number {
  let sum = 0;
  for (let row = 0; row < size; row += 1) sum += Math.log(factor[row * size + row]);
  return sum;
}

/** L⁻¹ of a vector, by forward substitution. */
export function solveLower(factor: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  const solution = new Float64Array(size);
  for (let row = 0; row < size; row += 1) {
    const own = row * size;
    let rest = vector[row];
    for (let k = 0; k < row; k += 1) rest -= factor[own + k] * solution[k];
    solution[row] = rest / factor[own + row];
  }
  return solution;
}
