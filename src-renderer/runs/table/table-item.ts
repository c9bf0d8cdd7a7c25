import type { RunGroup, RunsPage } from '../../../src-shared/runs/run-table';
import type { RunSummary } from '../../../src-shared/runs/runs';

/** One line of the table: a run, the head of a group, or a run that is still being read. */
export type TableItem =
  | { readonly kind: 'run'; readonly run: RunSummary }
  | { readonly kind: 'group'; readonly group: RunGroup; readonly isFolded: boolean }
  | { readonly kind: 'unread' };

/** What the core said of all rows, and of which columns its groups tell means. */
export type ReadPage = Omit<RunsPage, 'rows'> & { readonly summarised: readonly string[] };
