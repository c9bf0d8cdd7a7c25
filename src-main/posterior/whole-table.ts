import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { type TableFormat, tableFormatSchema } from '../../src-shared/posterior/posterior-work';
import { refusedWriting } from '../refused-writing';

/** A table on its way to its place. */
export interface TableInPart {
  readonly part: string;
  readonly format: TableFormat;
}

/**
 * Writes a table that is seen whole or not at all.
 * @param out a file that ends in .csv or .parquet, or in .nc or .zarr where fields may be written; a file that is there is replaced, a store is not
 * @param write fills the file that becomes the table
 * @throws BadInputError where the table has no place there
 */
export async function writeWholeTable<Result>(
  out: string,
  write: (table: TableInPart) => Promise<Result>,
  mayBeFields = false,
): Promise<Result> {
  const format = tableFormatSchema.safeParse(extname(out).slice(1).toLowerCase());
  if (!format.success || (['nc', 'zarr'].includes(format.data) && !mayBeFields))
    throw new BadInputError(
      `${out} should end in .csv or .parquet${mayBeFields ? ', or in .nc or .zarr for fields' : ''}, which says its format.`,
    );
  await requireFolder(out, format.data);
  const part = `${out}.part-${process.pid}`;
  try {
    // Before the long work, whose end it would be; never through a link that another user of the folder has put there.
    await rm(part, { force: true, recursive: true });
    if (format.data === 'zarr') await mkdir(part);
    else await writeFile(part, '', { flag: 'wx' });
    const result = await write({ part, format: format.data });
    await rename(part, out);
    return result;
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw refusedWriting(error, 'The table', out);
  } finally {
    // Where it could not be made, the error before says why.
    await rm(part, { force: true, recursive: true }).catch(() => undefined);
  }
}

async function requireFolder(out: string, format: TableFormat): Promise<void> {
  const folder = dirname(resolve(out));
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory())
    throw new BadInputError(`${folder} is no folder; the table is written into one that is there.`);
  const present = await stat(out).catch(() => undefined);
  if (present && format === 'zarr')
    throw new BadInputError(
      `${out} is there already; a Zarr store is not written over another: name one that is not there, or take it away first.`,
    );
  if (present?.isDirectory()) throw new BadInputError(`${out} is a folder; name a file in it.`);
}
