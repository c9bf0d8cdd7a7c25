import { columnCells } from '../../src-files/csv/column-cells';
import type { ColumnCells } from '../../src-files/csv/column-contents';
import type { Csv } from '../../src-files/csv/csv';
import { isGap } from '../../src-files/csv/gaps';
import { numberIn } from '../../src-files/csv/number-style';
import { measuredColumn } from '../../src-files/csv/numbers';
import { readRows } from '../../src-files/csv/read-rows';
import { measuredPlace, requireUnit, trainedUnit } from '../../src-files/csv/units';
import { type DatePart, datePartIn, datePartValues, timesIn } from '../../src-files/data/date-column';
import { BadInputError } from '../../src-shared/errors';
import { type TableSettings, tableFacts } from '../../src-shared/experiment/data';
import type { MissingCells } from '../../src-shared/experiment/data/table-layout';
import { unitInName } from '../../src-shared/experiment/data/unit-in-name';
import { type EmbeddedColumn, embeddingsOf } from '../../src-shared/network/embedded-columns';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { standardise } from '../data/standardisation';
import type { PredictionInputs } from './prediction-inputs';

/** Where an input comes from: a column of numbers, of texts of which it is one category, or of times of which it is a part. */
interface Source {
  readonly column: number;
  /** Of numbers, what the input is called, which may say their unit. */
  readonly measured?: string;
  readonly category?: string;
  readonly part?: DatePart;
  /** Of texts that have embeddings, those that it is a place among, from 1. */
  readonly embedded?: readonly string[];
}

/** The rows of a CSV file, from the columns that the network was trained on; other columns do not matter. */
export async function openTableRows(
  file: string,
  data: TableSettings,
  metadata: PosteriorMetadata,
): Promise<PredictionInputs> {
  return tableRowsOf(await readRows(file, tableFacts(data).layout(data).dialect), data, metadata);
}

/** @throws BadInputError naming the file (row and column) and what would be right */
export function tableRowsOf(
  csv: Csv,
  data: TableSettings,
  { task, normalisation: { names = [], mean, std, empty = mean, alike = [] } }: PosteriorMetadata,
): PredictionInputs {
  const embeddings = embeddingsOf(task);
  const sources = names.map((name, at) => {
    const embedded = embeddings[at - names.length + embeddings.length];
    return embedded ? embeddedSource(embedded, csv) : sourceOf(name, csv);
  });
  const missing = columnsBehind(names.filter((_, at) => !sources[at]));
  if (missing.length > 0)
    throw new BadInputError(
      `${csv.fileName} has no column named ${missing.join(', ')}; this network takes ${columnsBehind(names).join(', ')}.`,
    );
  const known = sources.flatMap((source) => source ?? []);
  const { missing: empties } = tableFacts(data).layout(data);
  const read = sourceReader(csv, empties);
  const others: string[] = [];
  const columns = known.map((source, feature) => {
    const standardisation = { mean: mean[feature], std: std[feature] };
    const values = read(source);
    if (alike[feature]) others.push(...otherThanTrained(csv, source, values, mean[feature]));
    return Float32Array.from(values, (value) =>
      standardise(Number.isNaN(value) ? empty[feature] : value, standardisation),
    );
  });
  return {
    items: csv.rows,
    keys: [{ name: 'row', of: (item) => [csv.rowNumber(item)] }],
    read: async (first, count) =>
      Float32Array.from(
        { length: count * columns.length },
        (_, at) => columns[at % columns.length][first + Math.floor(at / columns.length)],
      ),
    notes: [...csv.notes, ...unknownCategories(csv, known), ...others],
  };
}

/** The columns of a file that inputs are made of, each once: several come of one with dates, categories or empty cells. */
function columnsBehind(names: readonly string[]): readonly string[] {
  const columns = new Map<string, string>();
  for (const name of names) {
    const column = datePartIn(name)?.column ?? name.replace(/=[^=]*$/, '');
    const { name: bare } = unitInName(column);
    // Of a column and its unit, what tells more.
    if (column.length > (columns.get(bare)?.length ?? 0)) columns.set(bare, column);
  }
  return [...columns.values()];
}

function embeddedSource({ column, categories }: EmbeddedColumn, { header }: Csv): Source | undefined {
  const at = header.indexOf(column);
  return at < 0 ? undefined : { column: at, embedded: categories };
}

function sourceOf(name: string, { header }: Csv): Source | undefined {
  const own = measuredPlace(name, header);
  if (own >= 0) return { column: own, measured: name };
  const dated = datePartIn(name);
  if (dated && header.includes(dated.column))
    return { column: header.indexOf(dated.column), part: dated.part };
  // Names and categories may have the sign in them, too.
  for (let at = name.indexOf('='); at >= 0; at = name.indexOf('=', at + 1)) {
    const column = header.indexOf(name.slice(0, at));
    if (column >= 0) return { column, category: name.slice(at + 1) };
  }
  return undefined;
}

/** Reads each column that several inputs come from once. */
function sourceReader(csv: Csv, missing: MissingCells): (source: Source) => Float64Array {
  const cells = new Map<number, ColumnCells>();
  const cellsOf = (column: number) => kept(cells, column, () => columnCells(csv, column));
  const times = new Map<number, Float64Array>();
  const timesOf = (column: number) =>
    kept(times, column, () => timesIn(csv, column, cellsOf(column), missing !== 'refuse'));
  return ({ column, measured, category, part, embedded }) => {
    if (embedded !== undefined) return placesOf(csv, column, cellsOf(column), embedded, missing);
    if (part !== undefined) return datePartValues(timesOf(column), [part])[0];
    if (category === undefined) return numbersMeasured(csv, column, missing, measured);
    return categoryValues(csv, column, cellsOf(column), category, missing);
  };
}

/** @throws BadInputError where their unit is not that of training */
function numbersMeasured(csv: Csv, column: number, missing: MissingCells, measured?: string): Float64Array {
  const cells = measuredColumn(csv, column, missing === 'refuse' ? 'refuse' : 'mask');
  if (measured !== undefined) requireUnit(csv, cells, trainedUnit(measured, csv.header[column]));
  return cells.numbers;
}

function kept<Value>(values: Map<number, Value>, key: number, make: () => Value): Value {
  const value = values.get(key) ?? make();
  values.set(key, value);
  return value;
}

/** Of each cell among the categories, from 1; 0 of an empty cell and of texts that training did not have. */
function placesOf(
  csv: Csv,
  column: number,
  cells: ColumnCells,
  categories: readonly string[],
  missing: MissingCells,
): Float64Array {
  refuseGap(csv, column, cells, missing);
  const placeOf = new Map(categories.map((category, at) => [category, at + 1]));
  return Float64Array.from(cells.numbers, (_, row) => placeOf.get(csv.cell(row, column).trim()) ?? 0);
}

function refuseGap(csv: Csv, column: number, { texts }: ColumnCells, missing: MissingCells): void {
  const gap = texts.find(({ text }) => isGap(text));
  if (missing === 'refuse' && gap)
    throw new BadInputError(
      `${csv.fileName}, ${csv.place(gap.firstRow)}, column ${csv.header[column]}: the cell is empty; this network was trained on rows without empty cells.`,
    );
}

/** 1 where a cell holds the category, else 0; `""` is that of empty cells. */
function categoryValues(
  csv: Csv,
  column: number,
  cells: ColumnCells,
  category: string,
  missing: MissingCells,
): Float64Array {
  refuseGap(csv, column, cells, missing);
  const { numbers, texts, textOf } = cells;
  const found = texts.map(({ text }) => (category === '' ? isGap(text) : text === category));
  // What was a text in training may be a number in a file that writes numbers in another way.
  const isNumber = !Number.isNaN(numberIn(category, csv.numberStyle));
  return Float64Array.from(numbers, (number, row) => {
    const isIt = Number.isNaN(number)
      ? found[textOf[row]]
      : isNumber && csv.cell(row, column).trim() === category;
    return isIt ? 1 : 0;
  });
}

/** A sentence on a column that was the same wherever it was trained on, where it is not now. */
function otherThanTrained(csv: Csv, { column }: Source, values: Float64Array, trained: number): string[] {
  const row = values.findIndex((value) => !Number.isNaN(value) && value !== trained);
  if (row < 0) return [];
  return [
    `${csv.fileName}: column ${csv.header[column]} was ${trained} in every row that was trained on, and is another, as in ${csv.place(row)} (${csv.cell(row, column).trim()}); nothing taught what that changes, so predictions there are a guess.`,
  ];
}

/** A sentence for each column with texts that training did not have. */
function unknownCategories(csv: Csv, sources: readonly Source[]): readonly string[] {
  const known = new Map<number, Set<string>>();
  for (const { column, category } of sources)
    if (category) known.set(column, (known.get(column) ?? new Set()).add(category));
  const embedded = new Set(sources.flatMap(({ column, embedded }) => (embedded ? [column] : [])));
  for (const { column, embedded } of sources) if (embedded) known.set(column, new Set(embedded));
  return [...known].flatMap(([column, categories]) => {
    for (let row = 0; row < csv.rows; row += 1) {
      const cell = csv.cell(row, column).trim();
      if (isGap(cell) || categories.has(cell)) continue;
      return [
        `${csv.fileName}: column ${csv.header[column]} holds texts that the network was not trained on, as in ${csv.place(row)} (${cell}); such a row ${embedded.has(column) ? 'has the embedding of any other text, of which nothing is learned but from empty cells' : 'counts as of no category'}.`,
      ];
    }
    return [];
  });
}
