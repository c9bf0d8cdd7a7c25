import type { PicturesLook } from '../../src-shared/data/data-look';
import { columnCells } from '../csv/column-cells';
import type { Csv } from '../csv/csv';
import { readRows } from '../csv/read-rows';
import { pictureEnds } from '../pictures/decode-picture';
import { listCsv } from '../pictures/list-csv';
import type { ListedPictures } from '../pictures/listed-pictures';
import { noteOfColumns, pictureColumns, picturesOfRows } from '../pictures/pictures-of-rows';
import { columnLook } from './column-look';

/** More different numbers than this are values, and no classes. */
const mostNumberClasses = 20;

/** Whether a table lists pictures: its first row has a cell that names one. */
export function listsPictures(csv: Csv): boolean {
  return csv.rows > 0 && csv.header.some((_, column) => pictureEnds.test(csv.cell(0, column).trim()));
}

/**
 * The pictures that a CSV file lists, by classes or with numbers.
 * @throws BadInputError naming the row and what would be right
 */
export async function picturesInCsv(
  file: string,
  target: string | undefined,
): Promise<ListedPictures & Pick<PicturesLook, 'task' | 'values'>> {
  const csv = await readRows(file);
  const columns = pictureColumns(csv, target === undefined ? [] : [target]);
  const values = columns.targets.map((column) => columnLook(csv, column, columnCells(csv, column)));
  const areNumbers = values.every(
    ({ holds, different }) =>
      holds.kind === 'numbers' && (different > mostNumberClasses || !Number.isInteger(holds.least)),
  );
  if (!areNumbers) return { ...(await listCsv(file, target)), task: 'classification', values: [] };
  const listed = await picturesOfRows(csv, columns, file);
  return {
    classNames: [],
    pictures: listed.map((picture) => ({ ...picture, label: 0 })),
    notes: [...csv.notes, noteOfColumns(csv, columns, 'what is predicted of it')],
    task: 'regression',
    values,
  };
}
