import { measureStandardisation, type Standardisation } from './standardisation';

/** So many numbers of eight bytes are a line of the cache. */
const columnsAtOnce = 8;

/**
 * `measureStandardisation` of each column, to the same bits. Positions are drawn in no order, and memory gives a whole line at a time: columns
 * are laid beside each other, eight a line, so that a row is fetched once for all of them.
 * @param columns [columns][rows]
 */
export function measureColumns(
  columns: readonly Float64Array[],
  positions: Uint32Array,
): readonly Standardisation[] {
  return Array.from({ length: Math.ceil(columns.length / columnsAtOnce) }, (_, group) =>
    measureBeside(columns.slice(group * columnsAtOnce, (group + 1) * columnsAtOnce), positions),
  ).flat();
}

function measureBeside(columns: readonly Float64Array[], positions: Uint32Array): readonly Standardisation[] {
  const width = columns.length;
  if (width === 1) return [measureStandardisation(columns[0], positions)];
  const beside = new Float64Array(columns[0].length * width);
  columns.forEach((values, column) => {
    for (let row = 0; row < values.length; row += 1) beside[row * width + column] = values[row];
  });
  const [counts, means, deviations] = [0, 1, 2].map(() => new Float64Array(width));
  for (const position of positions)
    for (let column = 0; column < width; column += 1) {
      const value = beside[position * width + column];
      if (Number.isNaN(value)) continue;
      // Welford's recurrence, as of one column.
      counts[column] += 1;
      const distance = value - means[column];
      means[column] += distance / counts[column];
      deviations[column] += distance * (value - means[column]);
    }
  return Array.from(means, (mean, column) => ({
    mean,
    std: Math.sqrt(deviations[column] / counts[column]) || 1,
  }));
}
