import { BadInputError } from '../../src-shared/errors';
import type { MissingCells } from '../../src-shared/experiment/data/table-layout';
import type { Csv } from '../csv/csv';
import { numberIn } from '../csv/number-style';
import { isGap, isNotFinite, trainableNumbers } from '../csv/numbers';
import { datePartName, datePartsOf, datePartValues, holdsTimes, refuseOtherDays } from './date-column';

/** An input of a network, [rows]. */
export interface FeatureColumn {
  /** The column's own, `column=category` or `column@year sine`; `column=` says where a cell is empty. */
  readonly name: string;
  /** NaN where a cell is empty. */
  readonly values: Float64Array;
  /** 1 where a cell holds the category, else 0. */
  readonly isCategory: boolean;
}

const meaningOfEmpty =
  'What an empty cell of an input is, data.missing can say (in the window “Empty cells”).';

/** A column of more texts holds names of single rows. */
const mostCategories = 100;

/**
 * The inputs that a column makes: its numbers, or one input for each of its texts.
 * @param wayOut a sentence on what else can be done about the column
 * @throws BadInputError naming row and column of a cell that does not fit
 */
export function featureColumnsOf(
  csv: Csv,
  column: number,
  missing: MissingCells,
  wayOut: string,
): readonly FeatureColumn[] {
  const cells = Array.from({ length: csv.rows }, (_, row) => csv.cell(row, column).trim());
  const name = csv.header[column];
  if (missing !== 'refuse' && cells.every(isGap))
    throw new BadInputError(`${csv.fileName}: column ${name} holds nothing. ${wayOut}`.trimEnd());
  const ways = wayOut !== '' && cells.some(isGap) ? `${wayOut} ${meaningOfEmpty}` : wayOut;
  const own = ownInputs(csv, column, cells, missing, ways);
  return missing === 'mask' && cells.some(isGap) ? [...own, oneFor(name, '', cells, isGap)] : own;
}

function ownInputs(
  csv: Csv,
  column: number,
  cells: readonly string[],
  missing: MissingCells,
  wayOut: string,
): readonly FeatureColumn[] {
  const name = csv.header[column];
  if (holdsTimes(cells, csv))
    return datePartsOf(cells).map((part) => ({
      name: datePartName(name, part),
      values: datePartValues(csv, column, part, missing !== 'refuse', wayOut),
      isCategory: false,
    }));
  refuseOtherDays(cells, csv, column, wayOut);
  if (isText(cells, csv)) return categoriesOf(csv, column, cells, missing, wayOut);
  const values = trainableNumbers(csv, column, missing === 'refuse' ? 'refuse' : 'mask', wayOut);
  return [{ name, values, isCategory: false }];
}

/** Whether no cell of a column is a number: of numbers, one text among them is a mistake. */
function isText(cells: readonly string[], { numberStyle }: Csv): boolean {
  const given = cells.filter((cell) => !isGap(cell));
  if (given.length === 0) return false;
  return given.every((cell) => !isNotFinite(cell) && Number.isNaN(numberIn(cell, numberStyle)));
}

function categoriesOf(
  csv: Csv,
  column: number,
  cells: readonly string[],
  missing: MissingCells,
  wayOut: string,
): readonly FeatureColumn[] {
  const name = csv.header[column];
  const empty = cells.findIndex(isGap);
  if (missing === 'refuse' && empty >= 0)
    throw new BadInputError(
      `${csv.fileName}, ${csv.place(empty)}, column ${name}: the cell is empty; every row needs a category here. ${wayOut}`.trimEnd(),
    );
  const categories = [...new Set(cells.filter((cell) => !isGap(cell)))].sort();
  if (categories.length > mostCategories)
    throw new BadInputError(
      `${csv.fileName}: column ${name} holds ${categories.length} different texts (${categories[0]}, ...), too many for categories; at most ${mostCategories} are. ${wayOut}`.trimEnd(),
    );
  return categories.map((category) => oneFor(name, category, cells, (cell) => cell === category));
}

function oneFor(
  name: string,
  category: string,
  cells: readonly string[],
  isIt: (cell: string) => boolean,
): FeatureColumn {
  const values = Float64Array.from(cells, (cell) => (isIt(cell) ? 1 : 0));
  return { name: `${name}=${category}`, values, isCategory: true };
}
