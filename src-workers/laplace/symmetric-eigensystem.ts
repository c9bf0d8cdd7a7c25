/** A symmetric tridiagonal matrix. */
interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** Beside the diagonal: entry i stands in row i + 1; the last is 0. */
  readonly beside: Float64Array;
}

/**
 * Eigenvalues of a symmetric matrix, in no order: Householder's reflections make it tridiagonal, and implicit QL
 * steps with Wilkinson's shift diagonal (Golub and Van Loan, Matrix Computations, 8.3).
 * @param matrix row by row, [size, size]; its lower triangle is read
 */
export function symmetricEigenvalues(matrix: Float64Array, size: number): Float64Array {
  const { diagonal, beside } = tridiagonal(matrix.slice(), size);
  for (let first = 0; first < size; first += 1) isolate(diagonal, beside, first);
  return diagonal;
}

export interface Eigensystem {
  /** [size] */
  readonly values: Float64Array;
  /** Of length 1, row k belongs to value k: [size, size] row by row. */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues as by `symmetricEigenvalues`, with their vectors: the reflections' product, turned by each QL step's rotations.
 * @param matrix row by row, [size, size]; its lower triangle is read
 */
export function symmetricEigensystem(matrix: Float64Array, size: number): Eigensystem {
  const reflected = matrix.slice();
  const { diagonal, beside } = tridiagonal(reflected, size);
  const vectors = productOfReflections(reflected, size);
  for (let first = 0; first < size; first += 1) isolate(diagonal, beside, first, vectors);
  return { values: diagonal, vectors };
}

/**
 * The product of all reflections, that of the smallest block first.
 * @param a what `tridiagonal` leaves: their vectors, row by row below the diagonal
 */
function productOfReflections(a: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) product[row * size + row] = 1;
  for (let count = 2; count < size; count += 1) {
    const v = a.subarray(count * size, count * size + count);
    const half = v.reduce((sum, value) => sum + value ** 2, 0) / 2;
    if (half === 0) continue;
    for (let row = 0; row < count; row += 1) reflectRow(product, row * size, v, half);
  }
  return product;
}

/** row - (row v) vᵀ / half */
function reflectRow(matrix: Float64Array, from: number, v: Float64Array, half: number): void {
  let overlap = 0;
  for (let k = 0; k < v.length; k += 1) overlap += matrix[from + k] * v[k];
  if (overlap === 0) return;
  const factor = overlap / half;
  for (let k = 0; k < v.length; k += 1) matrix[from + k] -= factor * v[k];
}

/** Overwrites the lower triangle: the last row is reflected onto the diagonal's neighbour first, then that above. */
function tridiagonal(a: Float64Array, size: number): Tridiagonal {
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  const product = new Float64Array(size);
  for (let row = size - 1; row > 0; row -= 1) {
    const reflected = a.subarray(row * size, row * size + row);
    diagonal[row] = a[row * size + row];
    beside[row - 1] = reflect(a, size, reflected, product);
  }
  if (size > 0) diagonal[0] = a[0];
  return { diagonal, beside };
}

/**
 * Turns what is left of a row into its last entry, and the matrix before it with it.
 * @param v the row before its diagonal; becomes the reflection's vector
 * @returns that entry
 */
function reflect(a: Float64Array, size: number, v: Float64Array, product: Float64Array): number {
  const count = v.length;
  const last = v[count - 1];
  let squares = 0;
  for (let k = 0; k < count - 1; k += 1) squares += v[k] ** 2;
  if (squares === 0) {
    v.fill(0);
    return last;
  }
  const length = Math.sqrt(squares + last ** 2);
  const entry = last > 0 ? -length : length;
  v[count - 1] = last - entry;
  const half = length ** 2 - last * entry;
  multiply(a, size, v, product);
  let overlap = 0;
  for (let k = 0; k < count; k += 1) {
    product[k] /= half;
    overlap += product[k] * v[k];
  }
  for (let k = 0; k < count; k += 1) product[k] -= (overlap / (2 * half)) * v[k];
  for (let row = 0; row < count; row += 1) {
    const own = row * size;
    const [left, right] = [v[row], product[row]];
    for (let column = 0; column <= row; column += 1)
      a[own + column] -= left * product[column] + right * v[column];
  }
  return entry;
}

/** The product of the leading part of a symmetric matrix and a vector of its size. */
function multiply(a: Float64Array, size: number, v: Float64Array, product: Float64Array): void {
  const count = v.length;
  product.fill(0, 0, count);
  for (let row = 0; row < count; row += 1) {
    const own = row * size;
    const weight = v[row];
    let sum = a[own + row] * weight;
    for (let column = 0; column < row; column += 1) {
      sum += a[own + column] * v[column];
      product[column] += a[own + column] * weight;
    }
    product[row] += sum;
  }
}

/** QL steps until entry `first` stands alone. */
function isolate(diagonal: Float64Array, beside: Float64Array, first: number, vectors?: Float64Array): void {
  for (;;) {
    let end = first;
    while (end < diagonal.length - 1 && !isNegligible(diagonal, beside, end)) end += 1;
    if (end === first) return;
    qlStep(diagonal, beside, first, end, vectors);
  }
}

function isNegligible(diagonal: Float64Array, beside: Float64Array, at: number): boolean {
  return Math.abs(beside[at]) <= Number.EPSILON * (Math.abs(diagonal[at]) + Math.abs(diagonal[at + 1]));
}

/** One implicit QL step of the block from `first` to `end`. */
function qlStep(
  diagonal: Float64Array,
  beside: Float64Array,
  first: number,
  end: number,
  vectors: Float64Array | undefined,
): void {
  const slope = (diagonal[first + 1] - diagonal[first]) / (2 * beside[first]);
  const shift = Math.hypot(slope, 1);
  let bulge = diagonal[end] - diagonal[first] + beside[first] / (slope + (slope < 0 ? -shift : shift));
  let [sine, cosine, moved] = [1, 1, 0];
  for (let at = end - 1; at >= first; at -= 1) {
    const outside = sine * beside[at];
    const inside = cosine * beside[at];
    const length = Math.hypot(outside, bulge);
    beside[at + 1] = length;
    if (length === 0) {
      diagonal[at + 1] -= moved;
      beside[end] = 0;
      return;
    }
    sine = outside / length;
    cosine = bulge / length;
    const before = diagonal[at + 1] - moved;
    const turned = (diagonal[at] - before) * sine + 2 * cosine * inside;
    moved = sine * turned;
    diagonal[at + 1] = before + moved;
    bulge = cosine * turned - inside;
    if (vectors) rotate(vectors, diagonal.length, at, sine, cosine);
  }
  diagonal[first] -= moved;
  beside[first] = bulge;
  beside[end] = 0;
}

/** Turns the vectors in rows `at` and `at + 1`. */
function rotate(vectors: Float64Array, size: number, at: number, sine: number, cosine: number): void {
  const upper = vectors.subarray(at * size, (at + 1) * size);
  const lower = vectors.subarray((at + 1) * size, (at + 2) * size);
  for (let k = 0; k < size; k += 1) {
    const [one, other] = [upper[k], lower[k]];
    lower[k] = sine * one + cosine * other;
    upper[k] = cosine * one - sine * other;
  }
}
