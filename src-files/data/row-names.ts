import { wordsIn } from '../csv/column-cells';
import type { ColumnCells } from '../csv/column-contents';
import type { Csv } from '../csv/csv';
import { holdsOtherDays, holdsTimes } from './date-column';
import { isText } from './feature-columns';

/** Of so few rows nobody can tell names of rows from categories. */
const fewRows = 20;
/** The share of rows that have a text of their own where texts name rows. AutoGluon's DropUniqueFeatureGenerator leaves out from 0.99 on. */
const namingShare = 0.9;
const seldomShare = 0.5;

/** Whether a column's texts name single rows (uuids, titles): as categories each would be an input that one row has. */
export function namesRows(csv: Csv, cells: ColumnCells): boolean {
  return shareOfTexts(csv, cells) >= namingShare;
}

/** How many different texts a column has by the rows that it is given in; 0 where it holds no texts, or too few to tell. */
function shareOfTexts(csv: Csv, cells: ColumnCells): number {
  if (!isText(cells) || holdsTimes(csv, cells.column, cells) || holdsOtherDays(cells, csv)) return 0;
  const words = wordsIn(cells);
  const given = words.reduce((sum, { rows }) => sum + rows, 0);
  return given < fewRows ? 0 : words.length / given;
}

/** What a person should know of columns that are named rows rather than inputs: whole sentences. */
export function rowNameNotes(csv: Csv, cells: readonly ColumnCells[]): readonly string[] {
  return cells.flatMap((one) => {
    const sentence = rowNameSentence(csv, one);
    return sentence === undefined ? [] : [`${csv.fileName}: ${sentence}`];
  });
}

/**
 * Undefined of columns that do not name or count rows.
 * @param leastCounted of fewer rows numbers in their order are values as others
 */
export function rowNameSentence(csv: Csv, cells: ColumnCells, leastCounted = fewRows): string | undefined {
  const name = csv.header[cells.column];
  const share = shareOfTexts(csv, cells);
  const different = wordsIn(cells).length;
  if (share >= namingShare)
    return `column ${name} is left out, as its texts name single rows (${different} different ones): nothing that a network learns of one holds for another.`;
  if (share > seldomShare)
    return `column ${name} has ${different} different texts, most of them of one row alone, from which a network learns nothing for other rows; leave it out, or write fewer.`;
  if (cells.numbers.length >= leastCounted && isIndex(cells.numbers))
    return `column ${name} counts the rows; leave it out, or write the file without it (pandas: index=False).`;
  return numberSentence(name, cells);
}

const idName = /(^|[\s_.-])(id|uuid|guid|index|nr|no)$|[a-z](Id|ID)$|^unnamed: 0$/i;

function numberSentence(name: string, { numbers }: ColumnCells): string | undefined {
  const range = rangeOfWholes(numbers);
  if (!range || numbers.length < fewRows) return undefined;
  const { least, most } = range;
  const isCount = most - least + 1 === numbers.length;
  if (isCount && least >= 0 && least <= 1)
    return `column ${name} numbers the rows, each whole number from ${least} to ${most} once; leave it out if it tells nothing else.`;
  return idName.test(name)
    ? `column ${name} has another whole number in each row, as an id has; leave it out if it is one.`
    : undefined;
}

/** Least and most of whole numbers that are all different; undefined of others. */
function rangeOfWholes(numbers: Float64Array): { readonly least: number; readonly most: number } | undefined {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const number of numbers) {
    if (!Number.isInteger(number)) return undefined;
    least = Math.min(least, number);
    most = Math.max(most, number);
  }
  return new Set(numbers).size === numbers.length ? { least, most } : undefined;
}

/** Whether a column is 0, 1, 2, ... or 1, 2, 3, ... down the rows. */
export function isIndex(numbers: Float64Array): boolean {
  const [first] = numbers;
  return (first === 0 || first === 1) && numbers.every((value, row) => value === first + row);
}
