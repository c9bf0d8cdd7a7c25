import type { RunSummary } from '../../src-shared/runs';
import { runSeconds } from './describe';

/** Columns of the run list, each with what it sorts by. */
export const runColumns = {
  name: (run: RunSummary) => run.experiment.name,
  status: (run: RunSummary) => run.status,
  data: (run: RunSummary) => run.experiment.data.dataset,
  model: (run: RunSummary) => run.experiment.model.kind,
  devices: (run: RunSummary) => run.experiment.parallel.devices.length,
  accuracy: (run: RunSummary) => run.metrics['test.accuracy'] ?? run.metrics['validation.accuracy'],
  nll: (run: RunSummary) => run.metrics['test.nll'],
  ece: (run: RunSummary) => run.metrics['test.ece'],
  duration: (run: RunSummary) => runSeconds(run, Date.now()),
  created: (run: RunSummary) => run.created,
} as const;

export type RunColumn = keyof typeof runColumns;
export type Direction = 'ascending' | 'descending';

/** The runs in the order of a column; those without a value come last either way, ties by age, newest first. */
export function sortRuns(
  runs: readonly RunSummary[],
  column: RunColumn,
  direction: Direction,
): readonly RunSummary[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return [...runs].sort((a, b) => {
    const order = compareValues(runColumns[column](a), runColumns[column](b), sign);
    return order || b.created - a.created;
  });
}

type SortValue = string | number | undefined;

function compareValues(a: SortValue, b: SortValue, sign: 1 | -1): number {
  if (isMissing(a) || isMissing(b)) return Number(isMissing(a)) - Number(isMissing(b));
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * String(a).localeCompare(String(b));
}

function isMissing(value: SortValue): boolean {
  return value === undefined || Number.isNaN(value);
}
