import { BadInputError } from '../../src-shared/errors';
import { type TableSettings, tableFacts } from '../../src-shared/experiment/data';
import type { ClassWeights } from '../../src-shared/experiment/data/class-weights';
import type { MissingCells, TableLayout } from '../../src-shared/experiment/data/table-layout';
import {
  type EmbeddedColumn,
  embeddedShape,
  usualEmbeddingSize,
} from '../../src-shared/network/embedded-columns';
import { cellsOfColumns, columnCells, wordsIn } from '../csv/column-cells';
import { type Csv, columnOf } from '../csv/csv';
import { isFormulaError } from '../csv/gaps';
import { areJoined, joinRows } from '../csv/joined-rows';
import { trainableColumn } from '../csv/numbers';
import { quantityNotes } from '../csv/quantity-notes';
import { readRows } from '../csv/read-rows';
import { measuredQuantity } from '../csv/units';
import type { PictureSplit } from '../pictures/listed-pictures';
import { sharedRows } from './across-files';
import { checkClassWeights } from './class-weights';
import { type FeatureColumn, featureColumnsOf, isText, meaningOfEmpty } from './feature-columns';
import { inputNotes } from './input-notes';
import { Mistakes } from './mistakes';
import { orderedClasses } from './ordered-classes';
import { namesRows, rowNameNotes } from './row-names';
import { groupsIn, partsIn } from './row-parts';
import { trainableRows } from './train-items';

/** Rows of numbers with a number or a class to predict, or several. */
export interface Table {
  readonly rows: number;
  /** Numbers of the rows in a spreadsheet, [rows]. */
  readonly rowNumbers: Uint32Array;
  readonly featureNames: readonly string[];
  /** One array of [rows] for each feature; NaN where a cell is empty. */
  readonly features: readonly Float64Array[];
  /** Whether each feature is one of the texts that a column holds. */
  readonly areCategories: readonly boolean[];
  /** Of the last features, whose values are places among their texts: from 1, 0 where a cell is empty. */
  readonly embeddings: readonly EmbeddedColumn[];
  /** In the order of the layout. */
  readonly targets: readonly TableTarget[];
  /** The class of each row, where each class has the same share of each part. */
  readonly classesToSplit?: Uint32Array;
  /** The group of each row, where those of one group stay together. */
  readonly groups?: Uint32Array;
  /** The part of each row, where a column or a file of its own says it. */
  readonly parts?: readonly PictureSplit[];
  /** What each class weighs in the likelihood. */
  readonly classWeights?: ClassWeights;
  /** What an empty cell of an input is. */
  readonly missing: MissingCells;
  /** What was understood of the file: whole sentences. */
  readonly notes: readonly string[];
}

export type TableTarget =
  | {
      readonly kind: 'regression';
      readonly name: string;
      readonly values: Float64Array;
      readonly unit?: string;
      /** The unit that its cells say. */
      readonly cellUnit?: string;
      /** How its numbers were understood, where they are no bare ones: whole sentences. */
      readonly notes?: readonly string[];
    }
  | {
      readonly kind: 'classification';
      readonly name: string;
      readonly labels: Uint32Array;
      /** In alphabetical order, or in their own. */
      readonly classNames: readonly string[];
      /** Set where classes have an order. */
      readonly isOrdered?: true;
    };

/** A class needs a word; more of them than this and the column is a number or a name of single rows. */
const mostClasses = 1000;

const leavingOut =
  'A column that is no input can be left out (data.leaveOut, in the window “Columns to leave out”).';

/**
 * The table of an experiment's data.
 * @param location the folder of a data set that Parasample knows, or the person's own file
 * @throws BadInputError naming the file (row and column) and what would be right
 */
export async function readTable(data: TableSettings, location: string): Promise<Table> {
  const layout = tableFacts(data).layout(data);
  return tableOf(await readTableRows(layout, location, layout.leaveOut), layout);
}

/**
 * The rows of a table as its files have them, in the order in which items are numbered: of two files those of the test last.
 * @param unread columns that a file of the test may lack
 * @throws BadInputError naming the file and what would be right
 */
export async function readTableRows(
  { file, testFile, dialect }: TableLayout,
  location: string,
  unread: readonly string[],
): Promise<Csv> {
  const rows = await readRows(file ? `${location}/${file}` : location, dialect);
  return testFile === undefined ? rows : joinRows(rows, await readRows(testFile, dialect), unread);
}

/** Whether a run can be trained on it: throws BadInputError where not. Returns the shape of one item's inputs, as the network sees them. */
export async function checkTable(data: TableSettings, location: string): Promise<readonly number[]> {
  const { rows, features, embeddings } = await readTable(data, location);
  trainableRows(rows, data);
  return embeddedShape({ inputShape: [features.length], embeddings });
}

/**
 * Takes a CSV file apart into features and target.
 * @throws BadInputError naming row and column, of all columns that cannot be read, or the columns there are
 */
export function tableOf(csv: Csv, layout: TableLayout): Table {
  const columns = columnsFor(csv, layout);
  const wayOut = layout.file ? '' : leavingOut;
  const mistakes = new Mistakes(csv.fileName, [leavingOut, meaningOfEmpty]);
  const found = cellsOfColumns(csv, columns.features);
  const cells = found.filter((one) => !namesRows(csv, one));
  if (cells.length === 0)
    throw new BadInputError(
      `${csv.fileName}: there is nothing to predict from, as texts of the columns ${found.map(({ column }) => csv.header[column]).join(', ')} name single rows.`,
    );
  const made = cells.map((one) => mistakes.in(() => featureColumnsOf(csv, one, layout, wayOut)) ?? []);
  const targets = columns.targets.flatMap((column) => mistakes.in(() => targetOf(csv, column, layout)) ?? []);
  const { groups, parts } = columns;
  const groupOf = groups === undefined ? undefined : mistakes.in(() => groupsIn(csv, groups));
  const partOf = parts === undefined ? partsOfFiles(csv) : mistakes.in(() => partsIn(csv, parts));
  for (const target of targets)
    if (target.kind === 'classification')
      mistakes.in(() => checkClassWeights(layout.classWeights, target.classNames));
  mistakes.refuse();
  const isEmbedded = ({ categories }: FeatureColumn) => categories !== undefined;
  const all = made.flat();
  const embedded = all.filter(isEmbedded);
  const features = [...all.filter((feature) => !isEmbedded(feature)), ...embedded];
  refuseSameNames(csv, features);
  const ofClasses = targets.find((target) => target.kind === 'classification');
  return {
    rows: csv.rows,
    rowNumbers: Uint32Array.from({ length: csv.rows }, (_, row) => csv.rowNumber(row)),
    featureNames: features.map(({ name }) => name),
    features: features.map(({ values }) => values),
    areCategories: features.map(({ isCategory }) => isCategory),
    embeddings: embedded.map(({ name, categories = [] }) => ({
      column: name,
      categories,
      size: layout.embeddingSize ?? usualEmbeddingSize(categories.length),
    })),
    targets,
    ...(layout.classWeights === undefined ? {} : { classWeights: layout.classWeights }),
    missing: layout.missing,
    ...(layout.stratified && ofClasses ? { classesToSplit: ofClasses.labels } : {}),
    ...(groupOf === undefined ? {} : { groups: groupOf }),
    ...(partOf === undefined ? {} : { parts: partOf }),
    notes: [
      ...csv.notes,
      ...quantityNotes(csv, cells),
      ...targets.flatMap((target) => ('notes' in target ? (target.notes ?? []) : [])),
      ...(layout.file ? [] : rowNameNotes(csv, found)),
      ...(areJoined(csv) ? sharedRows(csv, [...columns.features, ...columns.targets], groupOf) : []),
      ...inputNotes(csv, cells, made, layout.missing),
    ],
  };
}

function partsOfFiles(csv: Csv): readonly PictureSplit[] | undefined {
  if (!areJoined(csv)) return undefined;
  const { rows, firstOfTest } = csv;
  return Array.from({ length: rows }, (_, row) => (row < firstOfTest ? 'train' : 'test'));
}

/** Inputs are found by their names again: a column weight in kg and another named weight [kg] cannot be told apart. */
function refuseSameNames({ fileName }: Csv, features: readonly FeatureColumn[]): void {
  const seen = new Set<string>();
  const twice = features.find(({ name }) => seen.size === seen.add(name).size);
  if (twice)
    throw new BadInputError(
      `${fileName}: two inputs would be called ${twice.name}; rename one of the columns.`,
    );
}

/** Which column is what, by their positions. */
function columnsFor(csv: Csv, { targets: names, leaveOut, groups, splitColumn }: TableLayout) {
  const targets = names.map((name) => columnOf(csv, name, 'data.target'));
  const named = {
    ...(groups === undefined ? {} : { groups: columnOf(csv, groups, 'data.groups') }),
    ...(splitColumn === undefined ? {} : { parts: columnOf(csv, splitColumn, 'data.splitColumn') }),
  };
  const left = leaveOut.map((one) => columnOf(csv, one, 'data.leaveOut'));
  const others = new Set([...targets, ...Object.values(named), ...left]);
  const features = [...csv.header.keys()].filter((column) => !others.has(column));
  if (features.length === 0)
    throw new BadInputError(
      `${csv.fileName} has no column beside ${names.join(', ')}; there is nothing to predict from.`,
    );
  return { targets, ...named, features };
}

/**
 * What is predicted, as a column says it.
 * @throws BadInputError naming the row whose cell does not fit
 */
export function targetOf(
  csv: Csv,
  column: number,
  { taskOf, targets, unit, classes }: Pick<TableLayout, 'taskOf' | 'targets' | 'unit' | 'classes'>,
): TableTarget {
  const header = csv.header[column];
  const task = taskOf(header);
  if (task !== 'regression') return classesOf(csv, column, task === 'ordinal', classes);
  // Scores of several are told apart by the columns' whole names, which say their units.
  const isAlone = targets.length === 1;
  refuseClassNames(csv, column);
  const cells = trainableColumn(csv, column);
  const own = isAlone ? measuredQuantity(header, cells) : { name: header };
  const quantity = isAlone && unit ? { name: header, unit } : own;
  const { unit: cellUnit = '' } = cells.quantity ?? {};
  const notes = quantityNotes(csv, [cells]);
  return {
    kind: 'regression',
    values: cells.numbers,
    ...quantity,
    ...(cellUnit === '' ? {} : { cellUnit }),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

/** @throws BadInputError where all cells are words, which are classes rather than numbers */
function refuseClassNames(csv: Csv, column: number): void {
  if (!Number.isNaN(csv.number(0, column))) return;
  const cells = columnCells(csv, column);
  if (!isText(cells)) return;
  const [{ text, firstRow }] = wordsIn(cells);
  throw new BadInputError(
    `${csv.fileName}, ${csv.place(firstRow)}, column ${csv.header[column]}: "${text.slice(0, 40)}" is no number; if the column names classes, say so with task: classification (in the window “What it holds”).`,
  );
}

function classesOf(
  csv: Csv,
  column: number,
  isOrdered: boolean,
  order: readonly string[] | undefined,
): TableTarget {
  const name = csv.header[column];
  const cells = Array.from({ length: csv.rows }, (_, row) => csv.cell(row, column).trim());
  const empty = cells.findIndex((cell) => cell === '' || isFormulaError(cell));
  if (empty >= 0)
    throw new BadInputError(
      `${csv.fileName}, ${csv.place(empty)}, column ${name}: ${cells[empty] === '' ? 'the cell is empty' : `${cells[empty]} is an error of a spreadsheet's formula`}; every row needs a class.`,
    );
  const found = [...new Set(cells)].sort();
  const classNames = isOrdered ? orderedClasses(csv, column, cells, order) : found;
  if (found.length < 2)
    throw new BadInputError(`${csv.fileName}: column ${name} holds one class only (${found[0]}).`);
  if (classNames.length > mostClasses)
    throw new BadInputError(
      `${csv.fileName}: column ${name} holds ${classNames.length} different texts, too many for classes; is it a number (data.task: regression)?`,
    );
  const labelOf = new Map(classNames.map((className, label) => [className, label]));
  return {
    kind: 'classification',
    name,
    classNames,
    ...(isOrdered ? { isOrdered } : {}),
    labels: Uint32Array.from(cells, (cell) => labelOf.get(cell) ?? 0),
  };
}
