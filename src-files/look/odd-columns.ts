import type { ColumnLook } from '../../src-shared/data/data-look';
import { BadInputError } from '../../src-shared/errors';
import type { ColumnCells } from '../csv/column-contents';
import type { Csv } from '../csv/csv';
import { isFormulaError } from '../csv/gaps';
import { checkedColumn, mostEmbedded, mostInputs } from '../data/feature-columns';
import { rowNameSentence } from '../data/row-names';
import { rowMark } from './row-mark';

/** Fewer rows are hardly counted. */
const leastCounted = 3;
/** Two columns of a correlation beyond it say the same. */
const sameCorrelation = 0.99999;
/** Pairs of columns are compared up to so many columns of numbers, at rows spread over the file. */
const [mostCompared, rowsCompared] = [200, 10_000];
/** Standard deviations from the mean that a value in a hundred thousand rows hardly reaches. */
const farOut = 10;

/**
 * What may be a mistake in a table, each with its remedy: whole sentences.
 * @param target the column that is predicted, where it is known
 * @param isSeries whether its rows are steps of time
 */
export function oddities(
  csv: Csv,
  columns: readonly ColumnLook[],
  cells: readonly ColumnCells[],
  target?: number,
  isSeries = false,
): readonly string[] {
  return [
    ...emptyCells(columns, isSeries),
    ...formulaErrors(csv, cells),
    ...columns.flatMap((column, at) => oddColumn(csv, column, cells[at], at === target)),
    ...sameColumns(columns, cells),
    ...sameRows(csv),
  ];
}

/** As a run refuses them, unless it is told what they are. */
function emptyCells(columns: readonly ColumnLook[], isSeries: boolean): readonly string[] {
  const some = columns.filter(({ empty, holds }) => empty > 0 && holds.kind !== 'nothing');
  if (some.length === 0) return [];
  const named = some.slice(0, 10).map(({ name, empty }) => `${name} (${empty})`);
  const more = some.length > named.length ? ` and ${some.length - named.length} more columns` : '';
  const setting = isSeries
    ? 'as a series “Empty values” (data.gaps)'
    : 'for inputs “Empty cells” (data.missing)';
  return [
    `There are empty cells in ${named.join(', ')}${more}; ${setting} says what they are, else a run refuses them.`,
  ];
}

function formulaErrors(csv: Csv, cells: readonly ColumnCells[]): readonly string[] {
  return cells.flatMap(({ texts }, column) => {
    const errors = texts.filter(({ text }) => isFormulaError(text));
    if (errors.length === 0) return [];
    const rows = errors.reduce((sum, error) => sum + error.rows, 0);
    return [
      `Column ${csv.header[column]}: ${rows} ${rows === 1 ? 'cell holds an error' : 'cells hold errors'} of a spreadsheet's formula (${csv.place(errors[0].firstRow)}: ${errors[0].text}), which ${rows === 1 ? 'counts' : 'count'} as empty; mend the sheet if there should be values.`,
    ];
  });
}

function oddColumn(csv: Csv, column: ColumnLook, cells: ColumnCells, isTarget: boolean): readonly string[] {
  const sentence =
    cells.unclear ??
    oddContents(csv, column, isTarget) ??
    caseTwins(column, cells) ??
    (isTarget ? undefined : oddInput(csv, cells)) ??
    tooManyTexts(column) ??
    (isTarget ? undefined : refusalOf(csv, cells)) ??
    farOutSentence(column);
  return sentence === undefined ? [] : [sentence];
}

function oddContents(
  csv: Csv,
  { name, different, empty, holds }: ColumnLook,
  isTarget: boolean,
): string | undefined {
  if (holds.kind === 'nothing') return `Column ${name} holds nothing; leave it out.`;
  if (holds.kind === 'mixed')
    return `Column ${name}: ${holds.others} of ${csv.rows - empty} cells ${holds.others === 1 ? 'is' : 'are'} no number (${holds.place}: "${holds.example}"); mend them, empty them (data.missing), or leave the column out.`;
  if (different !== 1 || csv.rows < 2) return undefined;
  return isTarget
    ? `Column ${name} is what is to be predicted, and says the same in every row: there is nothing to learn; name another column.`
    : `Column ${name} says the same in every row; it tells a network nothing.`;
}

/** Texts that pass for others where they are the same word: each is a class or an input of its own. */
function caseTwins({ name, holds, namesRows }: ColumnLook, { texts }: ColumnCells): string | undefined {
  if (holds.kind !== 'texts' || namesRows) return undefined;
  const seen = new Map<string, string>();
  for (const { text } of texts) {
    const other = seen.get(text.toLowerCase());
    if (other !== undefined)
      return `Column ${name}: ${other} and ${text} differ in case alone, and count as two; write them alike if they are one.`;
    seen.set(text.toLowerCase(), text);
  }
  return undefined;
}

function oddInput(csv: Csv, cells: ColumnCells): string | undefined {
  const named = rowNameSentence(csv, cells, leastCounted);
  return named === undefined ? undefined : `C${named.slice(1)}`;
}

function tooManyTexts({ name, different, holds, holdsOtherDays }: ColumnLook): string | undefined {
  if (holds.kind !== 'texts' || holdsOtherDays || different <= mostInputs) return undefined;
  return different > mostEmbedded
    ? `Column ${name} holds ${different} different texts, more than a run takes (${mostEmbedded}); leave it out, or write fewer.`
    : `Column ${name} holds ${different} different texts: unless data.embedAbove (${mostInputs} by default) is as many, a run learns an embedding for them; if it names rows, leave it out.`;
}

function farOutSentence({ name, holds }: ColumnLook): string | undefined {
  if (holds.kind !== 'numbers') return undefined;
  const out = Math.max(holds.most - holds.mean, holds.mean - holds.least) / (holds.std || 1);
  if (out < farOut) return undefined;
  const value = holds.most - holds.mean > holds.mean - holds.least ? holds.most : holds.least;
  return `Column ${name}: ${value} is ${Math.round(out)} standard deviations from the mean; a slip of the pen, a code for “unknown”, or a long tail?`;
}

/** What a run says against a column as an input, whose empty cells may be; undefined where it takes it. */
function refusalOf(csv: Csv, cells: ColumnCells): string | undefined {
  try {
    checkedColumn(csv, cells, { missing: 'mean' }, '');
    return undefined;
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    const said = error.message.replace(`${csv.fileName}, `, '').replace(`${csv.fileName}: `, '');
    return `A run refuses this: ${said}`;
  }
}

function sameColumns(columns: readonly ColumnLook[], cells: readonly ColumnCells[]): readonly string[] {
  const compared = columns.flatMap(({ holds, different, empty }, at) =>
    holds.kind === 'numbers' && different > 2 && empty === 0 ? [at] : [],
  );
  const chosen = compared.slice(0, mostCompared);
  const deviations = chosen.map((at) => standardised(cells[at]));
  const found: string[] = [];
  for (let second = 1; second < chosen.length; second += 1) {
    const first = deviations.slice(0, second).findIndex((one) => {
      const product = one.reduce((sum, value, row) => sum + value * deviations[second][row], 0) / one.length;
      return Math.abs(product) > sameCorrelation;
    });
    if (first >= 0)
      found.push(
        `Columns ${columns[chosen[first]].name} and ${columns[chosen[second]].name} say the same (correlation beyond ±${sameCorrelation}); if one is to be predicted from the others, leave the other out.`,
      );
  }
  return found;
}

/** Of rows spread over the file: (value - mean) / std. */
function standardised({ numbers }: ColumnCells): Float64Array {
  const count = Math.min(numbers.length, rowsCompared);
  const values = Float64Array.from(
    { length: count },
    (_, at) => numbers[Math.floor((at * numbers.length) / count)],
  );
  const mean = values.reduce((sum, value) => sum + value / count, 0);
  const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / count, 0)) || 1;
  return values.map((value) => (value - mean) / std);
}

function sameRows(csv: Csv): readonly string[] {
  const first = new Map<number, number>();
  let twice = 0;
  let example = '';
  for (let row = 0; row < csv.rows; row += 1) {
    const mark = csv.mark?.(row) ?? rowMark(csv, row);
    const before = first.get(mark);
    if (before === undefined) first.set(mark, row);
    else if (csv.header.every((_, column) => csv.cell(before, column) === csv.cell(row, column))) {
      twice += 1;
      example ||= `${csv.place(before)} and ${csv.place(row)}`;
    }
  }
  if (twice === 0) return [];
  return [
    `${twice} ${twice === 1 ? 'row stands' : 'rows stand'} in the file before already (${example}); drawn into different parts, they are trained and tested on.`,
  ];
}
