import type { OneLikelihood } from '../posterior/one-likelihood';
import { besideEachOther } from './beside-each-other';
import type { ResultColumn } from './tables/result-column';

/** The columns of one of several heads, called by it (`kind.predicted`); of several values by each of them. */
export function ofHead(
  name: string,
  task: OneLikelihood,
  columns: readonly ResultColumn[],
): readonly ResultColumn[] {
  // The name says it.
  const told = columns.filter((column) => column.name !== 'target');
  if (task.kind === 'regression' && task.targetNames.length > 1)
    return besideEachOther(told, task.targetNames);
  return told.map((column) => ({ ...column, name: `${name}.${column.name}` }));
}
