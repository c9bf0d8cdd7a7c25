import { type RunsPageRequest, runsPageSchema } from '../../src-shared/runs/run-table';
import { runColumns } from './run-column-list';
import { runsPage, type TableRows } from './run-page';

/** From so many runs on, code that was never called yet is felt in the first answer. */
const fewest = 2000;
const pauseMs = 40;

/** Questions such as people ask, each another one, as what was answered once is not computed again. */
const questions = Array.from({ length: 6 }, (_, place) =>
  runsPageSchema.parse({
    query: `duration >= -${place} and status != none`,
    sort: [{ column: place % 2 === 0 ? 'duration' : 'name', descending: place % 2 === 0 }],
    groupBy: [['status'], ['engine'], ['name']][place % 3],
    summarised: ['duration', 'created'],
    count: 0,
  }),
);

/**
 * Reads the columns of a long table, and asks it a few questions, with pauses between, so that a person's first one meets compiled code: its answer takes up to
 * three times as long otherwise.
 */
export function warmTable(table: () => TableRows): void {
  const [...left] = questions;
  const ask = () => {
    const question = left.shift();
    if (question && isAnswered(table, question)) setTimeout(ask, pauseMs).unref();
  };
  setTimeout(ask, pauseMs).unref();
}

/** Not where the table is short, or cannot be read, which is told where somebody asks. */
function isAnswered(table: () => TableRows, question: RunsPageRequest): boolean {
  try {
    const rows = table();
    if (rows.rows.length < fewest) return false;
    runColumns(rows.rows);
    runsPage(rows, question);
    return true;
  } catch {
    return false;
  }
}
