import { flattenRun } from '../../src-shared/runs/run-columns';
import { columnsOfGrouping, type Grouping } from '../../src-shared/runs/run-groups';
import { lastValueOf, type RunSummary } from '../../src-shared/runs/runs';
import { type Spread, spreadOf } from '../../src-shared/study/study-results';
import { lowered } from '../../src-shared/words/lowered';
import { columnHeading, columnLabel, settingCell } from '../runs/cells';

/** Runs that are alike in what they are grouped by. */
export interface ComparedGroup {
  /** Their values, as people read them, each after what it is: "Learning rate 0.001, prior standard deviation 3". */
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
    const label = saidOf(columns, (path) => settingCell(path, flat.get(path))) || 'all';
    groups.set(label, [...(groups.get(label) ?? []), run]);
  }
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([label, own]) => ({ label, runs: own }));
}

function saidOf(columns: readonly string[], textOf: (path: string) => string): string {
  return columns
    .map((path, place) => {
      const heading = columnHeading(path);
      return `${place === 0 ? heading : lowered(heading)} ${textOf(path)}`;
    })
    .join(', ');
}

function columnsFor(runs: readonly RunSummary[], grouping: Grouping): readonly string[] {
  return columnsOfGrouping(
    grouping,
    runs.map((summary) => ({ flat: flattenRun(summary), summary })),
  );
}

/** A score over a group's runs that have a finite one. */
export function groupSpread(score: string, { runs }: ComparedGroup): Spread | undefined {
  return spreadOf(runs.map((run) => lastValueOf(run, score)).filter((value) => Number.isFinite(value)));
}
