import { flattenRun, ownColumns } from '../../../src-shared/runs/run-columns';
import type { CellValue, ColumnKind, RunColumn } from '../../../src-shared/runs/run-table';
import type { RunSummary } from '../../../src-shared/runs/runs';

const own: ReadonlySet<string> = new Set(ownColumns);

/**
 * What a column is like as far as some runs tell: rows are there before the columns of all runs are read, and would show bare numbers in
 * cells of another width until then.
 */
export function unreadColumn(
  path: string,
  runs: readonly RunSummary[],
): Pick<RunColumn, 'path' | 'kind' | 'source'> {
  if (path === 'created') return { path, kind: 'time', source: 'run' };
  if (path === 'duration') return { path, kind: 'duration', source: 'run' };
  if (runs.some(({ metrics }) => Object.hasOwn(metrics, path)))
    return { path, kind: 'number', source: 'metric' };
  const value = runs[0] && flattenRun(runs[0]).get(path);
  return { path, kind: kindOf(value), source: own.has(path) ? 'run' : 'parameter' };
}

function kindOf(value: CellValue | undefined): ColumnKind {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'flag';
  return typeof value === 'object' ? 'list' : 'text';
}
