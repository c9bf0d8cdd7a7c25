/** What one place of the result takes of the places of the source, from `first` on. */
export interface Taken {
  readonly first: number;
  readonly weights: readonly number[];
}

/** A part of a side, in places of the source, which need not be whole. */
export interface Part {
  readonly from: number;
  readonly span: number;
}

/**
 * Weights of a triangle filter: bilinear; where a side shrinks, as wide as what comes together in a place, so that nothing
 * falls between places.
 */
export function takenBy(
  length: number,
  wanted: number,
  part: Part = { from: 0, span: length },
): readonly Taken[] {
  const scale = part.span / wanted;
  const reach = Math.max(scale, 1);
  return Array.from({ length: wanted }, (_, place) => {
    const centre = part.from + (place + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - reach + 0.5));
    const last = Math.min(length, Math.floor(centre + reach + 0.5));
    const heights = Array.from({ length: last - first }, (_one, at) =>
      Math.max(0, 1 - Math.abs((first + at + 0.5 - centre) / reach)),
    );
    const total = heights.reduce((sum, height) => sum + height, 0);
    return { first, weights: heights.map((height) => height / total) };
  });
}

/** One channel, [rows, width], across first and then down. */
export function resampled(
  plane: Float64Array,
  width: number,
  down: readonly Taken[],
  across: readonly Taken[],
): Float64Array {
  const rows = plane.length / width;
  const narrow = new Float64Array(rows * across.length);
  for (let row = 0; row < rows; row += 1)
    across.forEach(({ first, weights }, column) => {
      let sum = 0;
      for (let place = 0; place < weights.length; place += 1)
        sum += weights[place] * plane[row * width + first + place];
      narrow[row * across.length + column] = sum;
    });
  const result = new Float64Array(down.length * across.length);
  down.forEach(({ first, weights }, row) => {
    for (let column = 0; column < across.length; column += 1) {
      let sum = 0;
      for (let place = 0; place < weights.length; place += 1)
        sum += weights[place] * narrow[(first + place) * across.length + column];
      result[row * across.length + column] = sum;
    }
  });
  return result;
}
