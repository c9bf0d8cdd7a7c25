import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FileSource } from '../../src-shared/datasets/file-source';
import { BadInputError } from '../../src-shared/errors';

// A gzip file may claim to hold anything; no data set here comes near this size.
const mostBytes = 1 << 30;

/** Data files as they lie on this machine's disk. */
export const disk: FileSource = {
  read: readIfThere,
  gunzip: (bytes) => promisify(gunzip)(bytes, { maxOutputLength: mostBytes }),
};

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new BadInputError(`${path} cannot be read: ${(error as Error).message}.`);
  }
}
