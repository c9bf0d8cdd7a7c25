/** Of two square matrices, row by row. */
export function product(a: Float64Array, b: Float64Array, size: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: size * size }, (_, at) => {
    const row = Math.floor(at / size) * size;
    let sum = 0;
    for (let k = 0; k < size; k += 1) sum += a[row + k] * b[k * size + (at % size)];
    return sum;
  });
}

export function transposed(a: Float64Array, size: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: size * size }, (_, at) => a[(at % size) * size + Math.floor(at / size)]);
}
