import { statSync } from 'node:fs';
import type { DataLook } from '../../src-shared/data/data-look';
import type { Dialect } from '../../src-shared/experiment/data/dialect';
import { lookAtPictures } from './look-at-pictures';
import { lookAtTable } from './look-at-table';

/**
 * What a table or a folder of pictures holds, and what may be a mistake.
 * @param target the column of a table to predict, where it is known
 * @param test a file of the same columns, whose rows are the test
 * @param dialect how a table's cells are written, where that is not left to the file to tell
 * @throws BadInputError naming the file (row and column)
 */
export async function lookAtData(
  path: string,
  target?: string,
  dialect?: Dialect,
  test?: string,
): Promise<DataLook> {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder ? lookAtPictures(path) : lookAtTable(path, target, dialect, test);
}
