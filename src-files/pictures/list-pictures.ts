import { stat } from 'node:fs/promises';
import { BadInputError } from '../../src-shared/errors';
import type { OwnPictureSettings } from '../../src-shared/experiment/data/picture-folder';
import { listCsv } from './list-csv';
import { listFolder } from './list-folder';
import type { ListedPictures } from './listed-pictures';

/**
 * Lists the pictures of a folder or a CSV file with a class each; none is read.
 * @param location the folder, or the CSV file
 * @throws BadInputError naming the file or row, and what would be right
 */
export async function listPictures(
  { target }: Pick<OwnPictureSettings, 'target'>,
  location: string,
): Promise<ListedPictures> {
  const [column] = typeof target === 'string' ? [target] : (target ?? []);
  if (!(await isFolder(location))) return listCsv(location, column);
  if (column === undefined) return listFolder(location);
  throw new BadInputError(
    `data.target: ${location} is a folder, whose folders are the classes; a column (${column}) is of a CSV file of paths.`,
  );
}

export async function isFolder(location: string): Promise<boolean> {
  return (await stat(location).catch(() => undefined))?.isDirectory() ?? false;
}
