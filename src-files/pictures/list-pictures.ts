import { stat } from 'node:fs/promises';
import { listCsv } from './list-csv';
import { listFolder } from './list-folder';
import type { ListedPictures } from './listed-pictures';

/**
 * Lists the pictures of a folder or a CSV file; none is read.
 * @param location the folder, or the CSV file
 * @throws BadInputError naming the file or row, and what would be right
 */
export async function listPictures(location: string): Promise<ListedPictures> {
  const isFolder = (await stat(location).catch(() => undefined))?.isDirectory() ?? false;
  return isFolder ? listFolder(location) : listCsv(location);
}
