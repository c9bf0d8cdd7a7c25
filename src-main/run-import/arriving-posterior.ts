import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { readPosteriorMetadata } from '../../src-shared/posterior-metadata';
import { decodeSafetensors, encodeSafetensors } from '../../src-shared/safetensors';
import { writeAtOnce } from '../export/write-at-once';

export interface PosteriorArrival {
  /** The run's file: its posterior lies beside it, or is all there is of it. */
  readonly file: string;
  /** The run's id in that file. */
  readonly writtenId: string;
  /** The run's id here. */
  readonly runId: string;
  readonly runFolder: string;
}

/**
 * Takes the posterior that comes with a run's file into the run's folder: the file itself, or beside it
 * `posterior.safetensors`, as a project for a cluster leaves it, or `<id>.safetensors`, as it is exported. One beside it
 * that says it is of another run stays where it is.
 * @returns whether there was one
 * @throws BadInputError where there is one that is damaged
 */
export async function takePosterior({
  file,
  writtenId,
  runId,
  runFolder,
}: PosteriorArrival): Promise<boolean> {
  const beside = ['posterior.safetensors', `${writtenId}.safetensors`];
  const own = extname(file) === '.safetensors' ? [file] : [];
  for (const path of [...own, ...beside.map((name) => join(dirname(file), name))]) {
    const bytes = await bytesOf(path);
    if (!bytes) continue;
    const { tensors, metadata } = decodeSafetensors(bytes, path);
    if (metadata.runId !== writtenId && path !== file) continue;
    readPosteriorMetadata(metadata, path);
    const renamed = encodeSafetensors(tensors, { ...metadata, runId });
    await writeAtOnce(join(runFolder, 'posterior.safetensors'), renamed);
    return true;
  }
  return false;
}

async function bytesOf(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
