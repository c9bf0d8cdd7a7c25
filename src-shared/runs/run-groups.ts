import { z } from 'zod';
import { columnPath, type FlatRun, ownColumns } from './run-columns';
import type { CellValue } from './run-table';
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

/** What reads a column off a run. */
type ReadOff<Run> = (run: Run) => CellValue | undefined;

/** Where it is known which settings can differ, and where each is read: looking at every value of 10,000 runs takes long. */
export interface KnownSettings<Run> {
  readonly paths: () => readonly string[];
  readonly valuesOf: (path: string) => ReadOff<Run>;
}

/** The columns that a grouping puts these runs together by; none where all are alike. */
export function columnsOfGrouping<Run extends GroupedRun>(
  grouping: Grouping,
  runs: readonly Run[],
  known?: KnownSettings<Run>,
): readonly string[] {
  if (grouping !== allButSeed) return grouping.map(columnPath);
  return differingSettings(
    runs,
    known ?? {
      paths: () => settingsOf(runs),
      valuesOf:
        (path) =>
        ({ flat }) =>
          flat.get(path),
    },
  );
}

function settingsOf(runs: readonly GroupedRun[]): readonly string[] {
  const paths = new Set<string>();
  for (const { flat, summary } of runs)
    for (const path of flat.keys()) if (!Object.hasOwn(summary.metrics, path)) paths.add(path);
  return [...paths];
}

/** Those of the most different values first, which tell most runs apart. */
function differingSettings<Run>(
  runs: readonly Run[],
  { paths, valuesOf }: KnownSettings<Run>,
): readonly string[] {
  const counted = paths()
    .filter((path) => !ofNoGroup.has(path))
    .map((path) => ({ path, values: differentValues(runs, valuesOf(path)) }));
  return counted
    .filter(({ values }) => values > 1)
    .sort((a, b) => b.values - a.values)
    .map(({ path }) => path);
}

/** How many different values runs have, none among them where one has none. */
function differentValues<Run>(runs: readonly Run[], read: ReadOff<Run>): number {
  const seen = new Set<string | number | boolean>();
  let without = 0;
  for (const run of runs) {
    const value = read(run);
    if (value === undefined) without = 1;
    // A list is not the text of its parts: a name may have a comma.
    else seen.add(typeof value === 'object' ? JSON.stringify(value) : value);
  }
  return seen.size === 0 ? 0 : seen.size + without;
}
