import type { PosteriorTask } from '../../src-shared/posterior/posterior-metadata';

/**
 * Values that were given column by column, as the network was trained on them, [items, columns].
 * @param columns one for each target, [items]
 */
export function standardisedRows(
  columns: readonly ArrayLike<number>[],
  { targetMean, targetStd }: Extract<PosteriorTask, { kind: 'regression' }>,
): Float32Array {
  const each = columns.length;
  return Float32Array.from({ length: columns[0].length * each }, (_, at) => {
    const target = at % each;
    return (columns[target][Math.floor(at / each)] - targetMean[target]) / targetStd[target];
  });
}
