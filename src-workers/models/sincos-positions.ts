const slowest = 10_000;

/**
 * Fixed sines and cosines of a step's number, at wavelengths from 2 pi to 10,000 * 2 pi (Vaswani et al.,
 * arXiv 1706.03762, section 3.5): sine and cosine of one wavelength lie side by side.
 * @param first the number of the first step
 * @param width even
 * @returns [steps, width]
 */
export function sinCosPositions(first: number, steps: number, width: number): Float32Array {
  const positions = new Float32Array(steps * width);
  for (let step = 0; step < steps; step += 1)
    for (let pair = 0; pair < width / 2; pair += 1) {
      const angle = (first + step) / slowest ** ((2 * pair) / width);
      positions[step * width + 2 * pair] = Math.sin(angle);
      positions[step * width + 2 * pair + 1] = Math.cos(angle);
    }
  return positions;
}

/**
 * Fixed positions of patches (Beyer, Zhai and Kolesnikov, arXiv 2205.01580): a quarter of the width each for the sines
 * and cosines of the column, then of the row, at frequencies from 1 down to 1/10,000.
 * @param width a multiple of 4, at least 8
 * @returns [rows * columns, width]
 */
export function sinCosGridPositions(rows: number, columns: number, width: number): Float32Array {
  const quarter = width / 4;
  const positions = new Float32Array(rows * columns * width);
  for (let token = 0; token < rows * columns; token += 1)
    for (let at = 0; at < quarter; at += 1) {
      const frequency = slowest ** (-at / (quarter - 1));
      const column = (token % columns) * frequency;
      const row = Math.floor(token / columns) * frequency;
      const parts = [Math.sin(column), Math.cos(column), Math.sin(row), Math.cos(row)];
      parts.forEach((value, part) => {
        positions[token * width + part * quarter + at] = value;
      });
    }
  return positions;
}
