import { BadInputError } from '../../src-shared/errors';
import type { MissingCells, TableLayout } from '../../src-shared/experiment/data/table-layout';
import { gapsIn, wordsIn } from '../csv/column-cells';
import type { ColumnCells } from '../csv/column-contents';
import type { Csv } from '../csv/csv';
import { isGap, isNotFinite } from '../csv/gaps';
import { checkTrainable } from '../csv/numbers';
import { measuredName } from '../csv/units';
import {
  type DatePart,
  datePartName,
  datePartsOf,
  datePartValues,
  holdsTimes,
  refuseOtherDays,
  timesIn,
} from './date-column';

/** An input of a network, [rows]. */
export interface FeatureColumn {
  /** The column's own, `column=category` or `column@year sine`; `column=` says where a cell is empty. */
  readonly name: string;
  /** NaN where a cell is empty. */
  readonly values: Float64Array;
  /** 1 where a cell holds the category, else 0. */
  readonly isCategory: boolean;
  /** Of a column whose texts have embeddings: values are places among these, from 1, and 0 where a cell is empty. */
  readonly categories?: readonly string[];
}

export const meaningOfEmpty =
  'What an empty cell of an input is, data.missing can say (in the window “Empty cells”).';

/** A column of more texts holds names of single rows. */
export const mostEmbedded = 10_000;
/** Where nothing says from how many texts on a column has embeddings. */
export const mostInputs = 100;

/** What texts and empty cells of inputs become. */
export type TextInputs = Pick<TableLayout, 'missing' | 'embedAbove'>;

/**
 * The inputs that a column makes: its numbers, or one input for each of its texts.
 * @param wayOut a sentence on what else can be done about the column
 * @throws BadInputError naming row and column of a cell that does not fit
 */
export function featureColumnsOf(
  csv: Csv,
  cells: ColumnCells,
  inputs: TextInputs,
  wayOut: string,
): readonly FeatureColumn[] {
  const { missing } = inputs;
  const make = checkedColumn(csv, cells, inputs, wayOut);
  const own = make();
  return missing === 'mask' && gapsIn(cells).length > 0
    ? [...own, oneFor(csv.header[cells.column], '', cells, isGap)]
    : own;
}

/** What makes the inputs of a column once it was checked: throws BadInputError as `featureColumnsOf` does. */
export function checkedColumn(
  csv: Csv,
  cells: ColumnCells,
  inputs: TextInputs,
  wayOut: string,
): () => readonly FeatureColumn[] {
  const { missing } = inputs;
  const name = csv.header[cells.column];
  const gaps = gapsIn(cells);
  const isEmpty = gaps.reduce((sum, { rows }) => sum + rows, 0) === csv.rows;
  if (missing !== 'refuse' && isEmpty)
    throw new BadInputError(`${csv.fileName}: column ${name} holds nothing. ${wayOut}`.trimEnd());
  const ways = wayOut !== '' && gaps.length > 0 ? `${wayOut} ${meaningOfEmpty}` : wayOut;
  return ownInputs(csv, cells, inputs, ways);
}

function ownInputs(
  csv: Csv,
  cells: ColumnCells,
  { missing, embedAbove = mostInputs }: TextInputs,
  wayOut: string,
): () => readonly FeatureColumn[] {
  const { column } = cells;
  const name = csv.header[column];
  if (holdsTimes(csv, column, cells)) {
    const times = timesIn(csv, column, cells, missing !== 'refuse', wayOut);
    return () => partsOf(name, times, datePartsOf(cells));
  }
  refuseOtherDays(cells, csv, column, wayOut);
  if (isText(cells)) {
    const categories = categoriesIn(csv, cells, missing, wayOut);
    if (categories.length > embedAbove) return () => [placesOf(name, categories, cells)];
    return () => categories.map((category) => oneFor(name, category, cells, (text) => text === category));
  }
  checkTrainable(cells, csv, missing === 'refuse' ? 'refuse' : 'mask', wayOut);
  return () => [{ name: measuredName(name, cells), values: cells.numbers, isCategory: false }];
}

function partsOf(name: string, times: Float64Array, parts: readonly DatePart[]): readonly FeatureColumn[] {
  const values = datePartValues(times, parts);
  return parts.map((part, at) => ({ name: datePartName(name, part), values: values[at], isCategory: false }));
}

/** Whether no cell of a column is a number: of numbers, one text among them is a mistake. */
export function isText(cells: ColumnCells): boolean {
  const words = wordsIn(cells);
  return (
    cells.unclear === undefined &&
    words.length > 0 &&
    cells.numbers.every(Number.isNaN) &&
    !words.some(({ text }) => isNotFinite(text))
  );
}

function categoriesIn(
  csv: Csv,
  cells: ColumnCells,
  missing: MissingCells,
  wayOut: string,
): readonly string[] {
  const name = csv.header[cells.column];
  const [gap] = gapsIn(cells);
  if (missing === 'refuse' && gap)
    throw new BadInputError(
      `${csv.fileName}, ${csv.place(gap.firstRow)}, column ${name}: the cell is empty; every row needs a category here. ${wayOut}`.trimEnd(),
    );
  const categories = wordsIn(cells)
    .map(({ text }) => text)
    .sort();
  if (categories.length > mostEmbedded)
    throw new BadInputError(
      `${csv.fileName}: column ${name} holds ${categories.length} different texts (${categories[0]}, ...), too many for categories; at most ${mostEmbedded} are. ${wayOut}`.trimEnd(),
    );
  return categories;
}

/** Among the categories, from 1; 0 where a cell is empty. */
function placesOf(
  name: string,
  categories: readonly string[],
  { numbers, texts, textOf }: ColumnCells,
): FeatureColumn {
  const placeOf = new Map(categories.map((category, at) => [category, at + 1]));
  const places = texts.map(({ text }) => placeOf.get(text) ?? 0);
  const values = Float64Array.from(numbers, (_, row) => places[textOf[row]] ?? 0);
  return { name, values, isCategory: false, categories };
}

function oneFor(
  name: string,
  category: string,
  { numbers, texts, textOf }: ColumnCells,
  isIt: (text: string) => boolean,
): FeatureColumn {
  const found = texts.map(({ text }) => isIt(text));
  const values = new Float64Array(numbers.length);
  for (let row = 0; row < values.length; row += 1) if (found[textOf[row]]) values[row] = 1;
  return { name: `${name}=${category}`, values, isCategory: true };
}
