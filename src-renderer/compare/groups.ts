import { flattenRun } from '../../src-shared/runs/run-columns';
import { columnsOfGrouping, type Grouping } from '../../src-shared/runs/run-groups';
import { lastValueOf, type RunSummary } from '../../src-shared/runs/runs';
import { type Spread, spreadOf } from '../../src-shared/study/study-results';
import { cellText, columnLabel } from '../runs/cells';

/** Runs that are alike in what they are grouped by. */
export interface ComparedGroup {
  /** Their values, as people read them. */
  readonly label: string;
  readonly runs: readonly RunSummary[];
}

/** What runs are grouped by, as people call it; a text of its own where all runs are alike. */
export function groupingLabel(runs: readonly RunSummary[], grouping: Grouping): string {
  return (
    columnsFor(runs, grouping).map(columnLabel).join(', ') || 'settings that are all alike but for the seed'
  );
}

/** The groups by their labels; none without a grouping. */
export function comparedGroups(runs: readonly RunSummary[], grouping: Grouping): readonly ComparedGroup[] {
  if (grouping.length === 0) return [];
  const columns = columnsFor(runs, grouping);
  const groups = new Map<string, RunSummary[]>();
  for (const run of runs) {
    const flat = flattenRun(run);
    const label = columns.map((path) => cellText(flat.get(path))).join(', ') || 'all';
    groups.set(label, [...(groups.get(label) ?? []), run]);
  }
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([label, own]) => ({ label, runs: own }));
}

function columnsFor(runs: readonly RunSummary[], grouping: Grouping): readonly string[] {
  return columnsOfGrouping(
    grouping,
    runs.map((run) => ({ flat: flattenRun(run), metrics: run.metrics })),
  );
}

/** A score over a group's runs that have a finite one. */
export function groupSpread(score: string, { runs }: ComparedGroup): Spread | undefined {
  return spreadOf(runs.map((run) => lastValueOf(run, score)).filter((value) => Number.isFinite(value)));
}
