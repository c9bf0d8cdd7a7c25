export interface Piece {
  readonly first: number;
  readonly size: number;
}

/** Cuts `size` things from `first` on into runs of at most `most`; only the last is shorter. None for size 0. */
export function piecesOf(first: number, size: number, most: number): readonly Piece[] {
  return Array.from({ length: Math.ceil(size / most) }, (_, index) => ({
    first: first + index * most,
    size: Math.min(most, size - index * most),
  }));
}

/** Adds `terms` to `sums`, element by element, in 32-bit floats. */
export function addInto(sums: Float32Array, terms: Float32Array): void {
  for (let index = 0; index < sums.length; index++) {
    sums[index] = (sums[index] as number) + (terms[index] as number);
  }
}
