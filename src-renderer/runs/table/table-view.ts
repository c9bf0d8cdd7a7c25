import { z } from 'zod';
import { keptGroupingSchema } from '../../../src-shared/runs/run-groups';
import { type RunScope, runScopeSchema } from '../../../src-shared/runs/run-table';

const sortSchema = z.strictObject({ column: z.string(), descending: z.boolean() });

/** No column is narrower than its arrow, or wider than what a name may take. */
const narrowest = 48;
const widest = 720;

/** What the table of runs shows, in a form that can be kept. */
const tableViewSchema = z.strictObject({
  query: z.string(),
  scope: runScopeSchema,
  sort: sortSchema.optional(),
  /** No columns for no groups. */
  groupBy: keptGroupingSchema,
  /** Whether the runs of a study lie under it; they do unless it is said otherwise. */
  foldStudies: z.boolean().optional(),
  /** Paths of the shown columns, in order, after the run's name; absent, those that suit what the runs measured. */
  columns: z.array(z.string()).optional(),
  /** Pixels of the columns that somebody has drawn wider or narrower, by path. */
  widths: z.record(z.string(), z.number().min(narrowest).max(widest)).optional(),
});
export type TableView = Readonly<z.output<typeof tableViewSchema>>;

export const defaultTableView: TableView = {
  query: '',
  scope: 'current',
  sort: { column: 'created', descending: true },
  groupBy: [],
};

/** A width in pixels that a column may have. */
export function allowedWidth(pixels: number): number {
  return Math.min(widest, Math.max(narrowest, Math.round(pixels)));
}

/** The columns that the table begins with: of the scores, those that runs have; accuracy until there are any. */
export function usualColumns(measured: ReadonlySet<string>): readonly string[] {
  const scores = ['test.accuracy', 'test.rmse'].filter((path) => measured.has(path));
  return [
    'status',
    ...(scores.length > 0 ? scores : ['test.accuracy']),
    'test.nll',
    'created',
    'duration',
    'data.dataset',
    'model.kind',
    'parallel.mode',
    'parallel.devices',
    'training.samples',
  ];
}

/** A view of the table that was kept; the one that everybody begins with where it cannot be read. */
export function readTableView(text: string | undefined): TableView {
  try {
    return tableViewOf(JSON.parse(text ?? '')) ?? defaultTableView;
  } catch {
    return defaultTableView;
  }
}

/** A kept view that has been parsed already; undefined where it is none. */
export function tableViewOf(value: unknown): TableView | undefined {
  const parsed = tableViewSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

export const scopeTexts: Readonly<Record<RunScope, string>> = {
  current: 'Current runs',
  archived: 'Archived runs',
  all: 'All runs',
};
