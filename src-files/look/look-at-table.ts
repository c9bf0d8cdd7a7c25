import type { TableLook } from '../../src-shared/data/data-look';
import type { Dialect } from '../../src-shared/experiment/data/dialect';
import { cellsOfColumns } from '../csv/column-cells';
import { type Csv, columnOf } from '../csv/csv';
import { joinRows } from '../csv/joined-rows';
import { quantityNotes } from '../csv/quantity-notes';
import { readRows } from '../csv/read-rows';
import { namesRows } from '../data/row-names';
import { columnLook } from './column-look';
import { oddities } from './odd-columns';
import { oddTarget } from './target-look';

/**
 * What a CSV file holds, column by column, and what may be a mistake.
 * @param target the column to predict, where it is known
 * @param test a file of the same columns, whose rows are the test
 * @param dialect how its cells are written, where that is not left to the file to tell
 * @throws BadInputError naming the file (row and column)
 */
export async function lookAtTable(
  path: string,
  target?: string,
  dialect?: Dialect,
  test?: string,
): Promise<TableLook> {
  const rows = await readRows(path, dialect);
  return tableLook(test === undefined ? rows : joinRows(rows, await readRows(test, dialect), []), target);
}

export function tableLook(csv: Csv, target?: string): TableLook {
  const cells = cellsOfColumns(csv, [...csv.header.keys()]);
  const columns = cells.map((ofColumn, column) => ({
    ...columnLook(csv, column, ofColumn),
    ...(namesRows(csv, ofColumn) ? { namesRows: true as const } : {}),
  }));
  const place = target === undefined ? undefined : columnOf(csv, target, '--target');
  const ofTarget = place === undefined ? [] : oddTarget(csv, columns, cells, place);
  return {
    kind: 'table',
    file: csv.fileName,
    rows: csv.rows,
    columns,
    notes: [...csv.notes, ...quantityNotes(csv, cells)],
    odd: [...ofTarget, ...oddities(csv, columns, cells, place)],
  };
}
