import { timeStepText } from '../../src-shared/data/time-step';
import { BadInputError } from '../../src-shared/errors';
import { type Csv, columnOf } from '../csv/csv';
import type { SeriesTimes } from './left-out-steps';

/**
 * The rows of each series, in the order of their first ones; all under no name where no column names them.
 * @throws BadInputError naming a row whose cell is empty
 */
export function rowsBySeries(
  csv: Csv,
  seriesColumn: string | undefined,
): ReadonlyMap<string | undefined, readonly number[]> {
  const all = Array.from({ length: csv.rows }, (_, row) => row);
  if (seriesColumn === undefined) return new Map([[undefined, all]]);
  const column = columnOf(csv, seriesColumn, 'data.seriesColumn');
  const bySeries = new Map<string, number[]>();
  for (const row of all) {
    const name = csv.cell(row, column).trim();
    if (name === '')
      throw new BadInputError(
        `${csv.fileName}, ${csv.place(row)}, column ${seriesColumn}: the cell is empty; it names the series of the row (data.seriesColumn).`,
      );
    const rows = bySeries.get(name);
    if (rows) rows.push(row);
    else bySeries.set(name, [row]);
  }
  return bySeries;
}

/** One network forecasts them all in its steps. */
export function requireOneStep(all: readonly SeriesTimes[], fileName: string): void {
  const [first, ...others] = all.flatMap(({ name, exactTimes: { step } }) =>
    step ? [{ name, text: timeStepText(step) }] : [],
  );
  const other = others.find(({ text }) => text !== first.text);
  if (other)
    throw new BadInputError(
      `${fileName}: series ${other.name} has steps of ${other.text}, and ${first.name} of ${first.text}; series of one file (data.seriesColumn) have the same step.`,
    );
}
