import { BadInputError } from '../../src-shared/errors';
import { readRows } from '../csv/read-rows';
import { withLabels } from './check-classes';
import type { ListedPictures, NamedPictures } from './listed-pictures';
import { noteOfColumns, pictureColumns, picturesOfRows } from './pictures-of-rows';

/**
 * The pictures that a CSV file lists: a column of paths, from its own folder on, one of labels, and perhaps one that says
 * which are to train on, to validate and to test.
 * @param target the column of labels, where its name does not say it
 * @throws BadInputError naming the row and what would be right
 */
export async function listCsv(file: string, target?: string): Promise<ListedPictures> {
  const { pictures, notes } = await namedInCsv(file, target);
  return { ...withLabels(pictures, file), notes };
}

/**
 * The same of whatever classes, be it one.
 * @throws BadInputError naming the row and what would be right
 */
export async function namedInCsv(file: string, target?: string): Promise<NamedPictures> {
  const csv = await readRows(file);
  const columns = pictureColumns(csv, target === undefined ? [] : [target]);
  const [label] = columns.targets;
  const listed = await picturesOfRows(csv, columns, file);
  const pictures = listed.map((picture, row) => {
    const className = csv.cell(row, label).trim();
    if (className !== '') return { ...picture, className };
    throw new BadInputError(
      `${file}, ${csv.place(row)}: ${picture.name} has no label; every picture needs one.`,
    );
  });
  return { pictures, notes: [noteOfColumns(csv, columns, 'its class')] };
}
