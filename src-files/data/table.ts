import type { TableSettings } from '../../src-shared/datasets/data-settings';
import { knownTables } from '../../src-shared/datasets/known-sets';
import { unitInName } from '../../src-shared/datasets/unit-in-name';
import { BadInputError } from '../../src-shared/errors';
import { type Csv, columnOf } from '../csv/csv';
import { numbersOf } from '../csv/numbers';

/** Rows of numbers with one number or one class to predict. */
export interface Table {
  readonly rows: number;
  readonly featureNames: readonly string[];
  /** One array of [rows] for each feature. */
  readonly features: readonly Float64Array[];
  readonly target: TableTarget;
}

export type TableTarget =
  | {
      readonly kind: 'regression';
      readonly name: string;
      readonly values: Float64Array;
      readonly unit?: string;
    }
  | {
      readonly kind: 'classification';
      readonly name: string;
      readonly labels: Uint32Array;
      /** In alphabetical order. */
      readonly classNames: readonly string[];
    };

/** A class needs a word; more of them than this and the column is a number or a name of single rows. */
const mostClasses = 1000;

const leavingOut =
  'A column that is no input can be left out (data.leaveOut, in the window “Columns to leave out”).';

/**
 * Takes a CSV file apart into features and target.
 * @throws BadInputError naming row and column, or the columns there are
 */
export function tableOf(csv: Csv, data: TableSettings): Table {
  const target = data.dataset === 'table' ? data.target : knownTables[data.dataset].target;
  const targetColumn = columnOf(csv, target, 'data.target');
  const names = data.dataset === 'table' ? data.leaveOut : [];
  const left = names.map((name) => columnOf(csv, name, 'data.leaveOut'));
  const others = new Set([targetColumn, ...left]);
  const featureColumns = [...csv.header.keys()].filter((column) => !others.has(column));
  if (featureColumns.length === 0)
    throw new BadInputError(
      `${csv.fileName} has no column beside ${target}; there is nothing to predict from.`,
    );
  const wayOut = data.dataset === 'table' ? leavingOut : '';
  return {
    rows: csv.rows,
    featureNames: featureColumns.map((column) => csv.header[column]),
    features: featureColumns.map((column) => numbersOf(csv, column, 'refuse', wayOut)),
    target: targetOf(csv, targetColumn, data),
  };
}

function targetOf(csv: Csv, column: number, data: TableSettings): TableTarget {
  if (data.dataset === 'table' && data.task === 'classification') return classesOf(csv, column);
  const header = csv.header[column];
  const unit = data.dataset === 'table' ? undefined : knownTables[data.dataset].unit;
  const quantity = unit ? { name: header, unit } : unitInName(header);
  return { kind: 'regression', values: numbersOf(csv, column), ...quantity };
}

function classesOf(csv: Csv, column: number): TableTarget {
  const name = csv.header[column];
  const cells = Array.from({ length: csv.rows }, (_, row) => csv.cell(row, column).trim());
  const empty = cells.indexOf('');
  if (empty >= 0)
    throw new BadInputError(
      `${csv.fileName}, row ${empty + 2}, column ${name}: the cell is empty; every row needs a class.`,
    );
  const classNames = [...new Set(cells)].sort();
  if (classNames.length < 2)
    throw new BadInputError(`${csv.fileName}: column ${name} holds one class only (${classNames[0]}).`);
  if (classNames.length > mostClasses)
    throw new BadInputError(
      `${csv.fileName}: column ${name} holds ${classNames.length} different texts, too many for classes; is it a number (data.task: regression)?`,
    );
  const labelOf = new Map(classNames.map((className, label) => [className, label]));
  return {
    kind: 'classification',
    name,
    classNames,
    labels: Uint32Array.from(cells, (cell) => labelOf.get(cell) ?? 0),
  };
}
