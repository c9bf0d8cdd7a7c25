import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { BadInputError } from '../src-shared/errors';
import { whyUnreadable } from './file-errors';
import { noteRead } from './fingerprinting';

// A gzip file may claim to hold anything; no data set here comes near this size.
const mostBytes = 1 << 30;

/** The whole data file. Throws BadInputError where there is none, or it cannot be read. */
export async function readWholeFile(path: string): Promise<Uint8Array> {
  const bytes = await readIfThere(path);
  if (!bytes) throw new BadInputError(`${path} is missing; there is no such file.`);
  return bytes;
}

/** The whole data file; undefined where there is none. Throws BadInputError where it cannot be read. */
export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    const found = await stat(path);
    // A device or a pipe may have no end.
    if (!found.isFile())
      throw new BadInputError(
        `${path} is ${found.isDirectory() ? 'a folder' : 'no plain file'}; a data file is needed.`,
      );
    const bytes = await readFile(path);
    noteRead(path, bytes);
    return bytes;
  } catch (error) {
    if (error instanceof BadInputError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new BadInputError(`${path} cannot be read: ${whyUnreadable(error)}.`);
  }
}

/** What a gzip file holds. Throws BadInputError naming `path` where it is damaged. */
export async function unpackGzip(packed: Uint8Array, path: string): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(packed, { maxOutputLength: mostBytes });
  } catch (error) {
    throw new BadInputError(
      `${path} is truncated or no gzip file (${error instanceof Error ? error.message : error}).`,
    );
  }
}
