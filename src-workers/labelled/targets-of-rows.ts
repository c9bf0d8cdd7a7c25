import type { Csv } from '../../src-files/csv/csv';
import { measuredColumn } from '../../src-files/csv/numbers';
import { requireUnit } from '../../src-files/csv/units';
import { BadInputError } from '../../src-shared/errors';
import { unitInName } from '../../src-shared/experiment/data/unit-in-name';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import type { OneLikelihood } from '../posterior/one-likelihood';
import { classLabels } from './class-labels';
import { joinedHeads } from './joined-heads';
import { standardisedRows } from './standardised-rows';

/**
 * What came of each row, by the columns that the network predicts: labels [rows], or values as it was trained on them
 * [rows, columns]; labels as numbers where it has heads of both.
 * @throws BadInputError naming a column that is not there, or the row whose cell does not fit
 */
export function targetsOfRows(
  csv: Csv,
  names: readonly string[],
  { task }: PosteriorMetadata,
): Int32Array | Float32Array {
  const columns = names.map((name) => csv.header.indexOf(name));
  const missing = names.filter((_, at) => columns[at] < 0);
  if (missing.length > 0)
    throw new BadInputError(
      `${csv.fileName} has no column named ${missing.join(', ')}, which is what this network predicts; without it nothing can be scored.`,
    );
  if (task.kind === 'heads') return joinedHeads(task, (head, at) => targetsIn(csv, [columns[at]], head.task));
  return targetsIn(csv, columns, task);
}

function targetsIn(csv: Csv, columns: readonly number[], task: OneLikelihood): Int32Array | Float32Array {
  if (task.kind === 'regression')
    return standardisedRows(
      columns.map((column, at) => measuredTarget(csv, column, task, at)),
      task,
    );
  const [column] = columns;
  const cells = Array.from({ length: csv.rows }, (_, row) => csv.cell(row, column).trim());
  const placeOf = (row: number) => `${csv.fileName}, ${csv.place(row)}, column ${csv.header[column]}`;
  return classLabels(cells, task.classNames, placeOf);
}

/** @throws BadInputError where a column is in another unit than was trained on */
function measuredTarget(
  csv: Csv,
  column: number,
  { targetUnit, cellUnits }: Extract<OneLikelihood, { readonly kind: 'regression' }>,
  at: number,
): Float64Array {
  const cells = measuredColumn(csv, column);
  const inCells = cellUnits?.[at] ?? '';
  const said = targetUnit ?? unitInName(csv.header[column]).unit ?? '';
  requireUnit(csv, cells, { unit: inCells || said, isInCells: inCells !== '' });
  return cells.numbers;
}
