import { BadInputError } from '../../src-shared/errors';
import { unitInName } from '../../src-shared/experiment/data/unit-in-name';
import type { ColumnCells } from './column-contents';
import type { Csv } from './csv';
import { unitKey } from './quantity';

/** A column's name with the unit of its cells, where the name does not say it: `weight [kg]`. */
export function measuredName(column: string, { quantity }: Pick<ColumnCells, 'quantity'>): string {
  const unit = quantity?.unit ?? '';
  if (unit === '' || isSame(unitInName(column).unit ?? '', unit)) return column;
  return `${column} [${unit}]`;
}

/** What a column is called, and the unit that its cells say, or else its name. */
export function measuredQuantity(
  column: string,
  cells: Pick<ColumnCells, 'quantity'>,
): ReturnType<typeof unitInName> {
  return unitInName(measuredName(column, cells));
}

const named = /^(.*) \[([^[\]]+)\]$/s;

/** The place of the column that was given a name by `measuredName`; -1 where there is none. */
export function measuredPlace(name: string, header: readonly string[]): number {
  const own = header.indexOf(name);
  return own >= 0 ? own : header.indexOf(named.exec(name)?.[1] ?? '');
}

/** How the numbers of a column were measured in training. */
export interface TrainedUnit {
  readonly unit: string;
  /** Whether the cells said it, so that cells which say none leave it open. */
  readonly isInCells: boolean;
}

/** How an input was measured in training, by what `measuredName` called it. */
export function trainedUnit(name: string, column: string): TrainedUnit {
  return name === column
    ? { unit: unitInName(name).unit ?? '', isInCells: false }
    : { unit: named.exec(name)?.[2] ?? '', isInCells: true };
}

/** @throws BadInputError where the unit of cells is another than in training, or would have to be guessed */
export function requireUnit(csv: Csv, cells: ColumnCells, { unit: right, isInCells }: TrainedUnit): void {
  const column = csv.header[cells.column];
  const unit = cells.quantity?.unit || (isInCells ? (unitInName(column).unit ?? '') : '');
  if (isSame(unit, right) || (unit === '' && !isInCells)) return;
  const [wrong, remedy] =
    unit === '' ? ['says no unit', 'write it into the cells'] : [`is in ${unit}`, 'convert it'];
  throw new BadInputError(
    `${csv.fileName}: column ${column} ${wrong}, and this network was trained on ${right === '' ? 'numbers without a unit' : `numbers in ${right}`}; ${remedy}.`,
  );
}

function isSame(one: string, other: string): boolean {
  return unitKey(one) === unitKey(other);
}
