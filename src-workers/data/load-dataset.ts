import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { SplitImages } from '../../src-shared/datasets/image-set';
import { type FileSource, readDataset } from '../../src-shared/datasets/read-dataset';
import { BadInputError } from '../../src-shared/errors';
import type { DatasetId } from '../../src-shared/experiment';

/** Reads a data set's own files from `folder`. Throws BadInputError naming the file and what would be right. */
export function loadDataset(dataset: DatasetId, folder: string): Promise<SplitImages> {
  return readDataset(dataset, folder, disk);
}

// A gzip file may claim to hold anything; no data set here comes near this size.
const mostBytes = 1 << 30;

const disk: FileSource = {
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
