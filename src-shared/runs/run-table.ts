import { z } from 'zod';
import type { Spread } from '../study/study-results';
import { groupingSchema } from './run-groups';
import type { RunSummary } from './runs';

/** The table of runs: one page of rows, and columns of values for charts over runs. */

/** At most this many rows come with one answer. */
export const longestPage = 500;

const columnPath = z.string().min(1).max(120);

export const runScopeSchema = z.enum(['current', 'archived', 'all']);
export type RunScope = z.output<typeof runScopeSchema>;

export const runsPageSchema = z.strictObject({
  /** A query of src-shared/runs/run-query.ts; empty for all. A wrong one is refused as bad input, naming the character. */
  query: z.string().max(2000).default(''),
  /** `current` leaves archived runs out. */
  scope: runScopeSchema.default('current'),
  /** The first column counts most; without any, newest first. Runs without a value come last either way. */
  sort: z
    .array(z.strictObject({ column: columnPath, descending: z.boolean() }))
    .max(5)
    .default([]),
  /** Puts runs together, and says what each group has in common; nothing is grouped by no column. */
  groupBy: groupingSchema.default([]),
  /** Puts the runs of each study together, and leaves the others alone; of runs that are grouped otherwise nothing. */
  foldStudies: z.boolean().default(false),
  /** Columns of numbers whose mean and spread each group has. */
  summarised: z.array(columnPath).max(100).default([]),
  /** Index of the first row wanted, in the order of the whole answer. */
  from: z.int().min(0).default(0),
  count: z.int().min(0).max(longestPage).default(100),
});
/** What is asked for, whichever of its rows. */
export const foundRunsSchema = runsPageSchema.omit({ from: true, count: true });
export type FoundRunsRequest = Readonly<z.output<typeof foundRunsSchema>>;

export type RunsPageRequest = Readonly<z.output<typeof runsPageSchema>>;

export interface RunsPage {
  /** Runs in the scope, whatever the query. */
  readonly total: number;
  /** Runs that the query finds. */
  readonly matched: number;
  readonly rows: readonly RunSummary[];
  /** Groups in the order of their rows, with rows of no group between them where studies are folded; none where nothing is grouped. */
  readonly groups: readonly RunGroup[];
  /** Paths of the columns that the groups are of: none where all runs are alike, undefined where nothing is grouped. */
  readonly groupedBy: readonly string[] | undefined;
  /** Whether a study has one of the runs that the query finds. */
  readonly hasStudies: boolean;
}

/** All that a query finds, of one moment, where something is to be done to many at once. */
export interface FoundRuns {
  /** In the order of the rows. */
  readonly ids: readonly string[];
  readonly groups: readonly RunGroup[];
}

/** The study that made a run. */
export interface StudyOfRun {
  readonly id: string;
  readonly name: string;
}

export interface RunGroup {
  /** Of the group that a study is. */
  readonly study?: StudyOfRun;
  /** Of each column that it is of; undefined for the runs without a value. */
  readonly values: readonly (CellValue | undefined)[];
  readonly runs: number;
  /** Index of the group's first row. */
  readonly first: number;
  /** Of each summarised column, over the runs with a finite number; undefined where there is none. */
  readonly spreads: readonly (Spread | undefined)[];
}

/** A list is for tags and devices; booleans for flags. Times are milliseconds since the Unix epoch. */
export type CellValue = string | number | boolean | readonly string[];

export type ColumnKind = 'text' | 'number' | 'flag' | 'list' | 'time' | 'duration';

export interface RunColumn {
  /** Dotted: `training.samples`, `test.accuracy`, or a run's own: `status`, `created`, `duration` (in seconds). */
  readonly path: string;
  /** Shorter name that queries may use: `samples`. */
  readonly alias?: string;
  readonly kind: ColumnKind;
  readonly source: 'run' | 'parameter' | 'metric';
  /** How many different values the runs have. A column with one only says nothing about their differences. */
  readonly distinct: number;
}
