import { type RunColumn, type RunsPageRequest, runsPageSchema } from '../../src-shared/runs/run-table';
import { runsPage, type TableRows } from './run-page';
import type { RunTable } from './run-table';

/** From so many runs on, code that was never called yet is felt in the first answer. */
const fewest = 2000;
const pauseMs = 10;
/** Looked at in one go, so that a question in between waits for no more than a few milliseconds. */
const runsAtOnce = 100;
/** So many columns are read off all runs: fewer than are kept, as those that a person asks for shall not push them out. */
const mostColumns = 24;

/** Questions such as people ask, each another one, as what was answered once is not computed again. Each has few groups: so it is done soon. */
const questions = Array.from({ length: 6 }, (_, place) =>
  runsPageSchema.parse({
    query: `duration >= -${place} and status != none`,
    sort: [{ column: place % 2 === 0 ? 'duration' : 'created', descending: place % 2 === 0 }],
    groupBy: [['status'], ['engine'], ['starred']][place % 3],
    summarised: ['duration', 'created'],
    count: 0,
  }),
);

/** What is warmed up: questions are asked of `asked`, its columns are those of `stored`. */
export interface ColdTable {
  readonly asked: () => TableRows;
  readonly stored: Pick<RunTable, 'prepareColumns' | 'columns' | 'valuesOf'>;
}

/**
 * Reads the columns of a long table, and asks it a few questions, in short turns with pauses between, so that a person's first one meets compiled code
 * and values that lie side by side: its answer takes up to three times as long otherwise. Ends with the first turn that fails, which is told where somebody asks.
 */
export function warmTable(table: ColdTable): void {
  const turns = turnsOf(table);
  const take = () => {
    if (takeTurn(turns)) setTimeout(take, pauseMs).unref();
  };
  setTimeout(take, pauseMs).unref();
}

function takeTurn(turns: Iterator<void>): boolean {
  try {
    return turns.next().done !== true;
  } catch {
    return false;
  }
}

function* turnsOf({ asked, stored }: ColdTable): Generator<void, void> {
  if (asked().rows.length < fewest) return;
  for (const question of questions) yield ask(asked, question);
  while (stored.prepareColumns(runsAtOnce)) yield;
  for (const column of stored.columns().filter(isAskedFor).slice(0, mostColumns))
    yield void stored.valuesOf(column.path);
}

function ask(table: () => TableRows, question: RunsPageRequest): void {
  runsPage(table(), question);
}

/** What people filter, sort and group by: scores, and settings in which runs differ. */
function isAskedFor({ path, source, distinct }: RunColumn): boolean {
  return source === 'metric' ? path.startsWith('test.') : source === 'parameter' && distinct > 1;
}
