import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { BadInputError } from '../src-shared/errors';
import type { FileSource } from './file-source';
import { openHdf5 } from './netcdf/hdf5-in-thread';
import { readGridVariables } from './netcdf/read-grid-variables';

// A gzip file may claim to hold anything; no data set here comes near this size.
const mostBytes = 1 << 30;

/** Data files as they lie on this machine's disk. */
export const disk: FileSource = {
  read: readIfThere,
  gunzip: (bytes) => promisify(gunzip)(bytes, { maxOutputLength: mostBytes }),
  gridVariables: (bytes, fileName, names) => readGridVariables(bytes, fileName, names, openHdf5),
};

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    const found = await stat(path);
    // A device or a pipe may have no end.
    if (!found.isFile())
      throw new BadInputError(
        `${path} is ${found.isDirectory() ? 'a folder' : 'no plain file'}; a data file is needed.`,
      );
    return await readFile(path);
  } catch (error) {
    if (error instanceof BadInputError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new BadInputError(`${path} cannot be read: ${message}.`);
  }
}
