import type { MissingCells } from '../../src-shared/experiment/data/table-layout';
import { gapsIn } from '../csv/column-cells';
import type { ColumnCells } from '../csv/column-contents';
import type { Csv } from '../csv/csv';
import { isFormulaError } from '../csv/gaps';
import { type DatePart, datePartIn } from './date-column';
import type { FeatureColumn } from './feature-columns';

/** What was made of the columns of a table: a sentence each on texts, times, times of day and empty cells, where there are some. */
export function inputNotes(
  csv: Csv,
  cells: readonly ColumnCells[],
  made: readonly (readonly FeatureColumn[])[],
  missing: MissingCells,
): readonly string[] {
  const namesOf = (isOne: (first: DatePart | undefined) => boolean) =>
    made.flatMap(([{ name }], at) => (isOne(datePartIn(name)?.part) ? [csv.header[cells[at].column]] : []));
  const categories = made.flatMap((features, at) => {
    const count = features.filter(({ isCategory }) => isCategory).length;
    return count === features.length ? [`${csv.header[cells[at].column]} (${count})`] : [];
  });
  const embedded = made.flatMap(([{ name, categories }]) =>
    categories ? [`${name} (${categories.length})`] : [],
  );
  const times = namesOf((first) => first === 'years');
  const clocks = namesOf((first) => first === 'day sine');
  const sentences = [
    categories.length > 0 &&
      `of these columns of texts, each text is an input of its own: ${categories.join(', ')}`,
    embedded.length > 0 &&
      `of these columns of texts, each text has an embedding that is learned (data.embedAbove): ${embedded.join(', ')}`,
    times.length > 0 &&
      `of these columns of times, the years since 2000 and the place in year and week (and day, where hours are told) are inputs: ${times.join(', ')}`,
    clocks.length > 0 &&
      `of these columns of times of day, the place in the day is an input: ${clocks.join(', ')}`,
    emptySentence(
      cells.filter((_, at) => !made[at][0].isCategory && !made[at][0].categories),
      missing === 'median' ? 'median' : 'mean',
    ),
    errorSentence(csv, cells),
  ];
  return sentences.flatMap((sentence) => (sentence ? [`${csv.fileName}: ${sentence}.`] : []));
}

/** Of texts, an empty cell is none of them. */
function emptySentence(cells: readonly ColumnCells[], fill: string): string | undefined {
  const empty = cells.flatMap(gapsIn).reduce((sum, { rows }) => sum + rows, 0);
  if (empty === 0) return undefined;
  return `${empty} empty ${empty === 1 ? 'cell counts' : 'cells count'} as the ${fill} of the column`;
}

const mostNamed = 5;

function errorSentence(csv: Csv, cells: readonly ColumnCells[]): string | undefined {
  const errors = cells.flatMap((one, at) =>
    gapsIn(one).flatMap((gap) =>
      isFormulaError(gap.text) ? [{ ...gap, column: csv.header[cells[at].column] }] : [],
    ),
  );
  if (errors.length === 0) return undefined;
  const named = errors.slice(0, mostNamed).map(({ text, rows, firstRow, column }) => {
    const more = rows === 1 ? '' : ` and ${rows - 1} more`;
    return `${text} in ${column}, ${csv.place(firstRow)}${more}`;
  });
  const others = errors.length > named.length ? '; and more' : '';
  return `errors of a spreadsheet's formulas count as empty cells (${named.join('; ')}${others})`;
}
