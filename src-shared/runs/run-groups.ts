import { z } from 'zod';
import { columnPath, type FlatRun, ownColumns } from './run-columns';
import type { RunSummary } from './runs';

/** How runs are put together: by columns, or by all settings in which they differ but what draws random numbers. */
export const allButSeed = 'allButSeed';

export const mostGroupingColumns = 5;

export const groupingSchema = z.union([
  z.literal(allButSeed),
  z.array(z.string().min(1).max(120)).max(mostGroupingColumns).readonly(),
]);
export type Grouping = z.output<typeof groupingSchema>;

/** The same as views keep it; those of the time when one column could group have its path, or nothing. */
export const keptGroupingSchema = z.preprocess(
  (kept) => (typeof kept !== 'string' || kept === allButSeed ? kept : kept === '' ? [] : [kept]),
  groupingSchema,
);

/** A run as groups see it. */
export interface GroupedRun {
  readonly flat: FlatRun;
  /** Its metrics are by the names of what it measured. */
  readonly summary: Pick<RunSummary, 'metrics'>;
}

const ofNoGroup: ReadonlySet<string> = new Set([...ownColumns, 'seed', 'data.splitSeed']);

/** The columns that a grouping puts these runs together by; none where all are alike. */
export function columnsOfGrouping(grouping: Grouping, runs: readonly GroupedRun[]): readonly string[] {
  return grouping === allButSeed ? differingSettings(runs) : grouping.map(columnPath);
}

/** Those of the most different values first, which tell most runs apart. */
function differingSettings(runs: readonly GroupedRun[]): readonly string[] {
  const seen = new Map<string, { readonly texts: Set<string>; runs: number }>();
  for (const { flat, summary } of runs)
    for (const [path, value] of flat) {
      if (ofNoGroup.has(path) || Object.hasOwn(summary.metrics, path)) continue;
      const known = seen.get(path) ?? { texts: new Set(), runs: 0 };
      known.texts.add(String(value));
      known.runs += 1;
      seen.set(path, known);
    }
  const values = ([, one]: readonly [string, { texts: ReadonlySet<string>; runs: number }]) =>
    one.texts.size + Number(one.runs < runs.length);
  return [...seen]
    .filter((entry) => values(entry) > 1)
    .sort((a, b) => values(b) - values(a))
    .map(([path]) => path);
}
