import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { decodeSafetensors, encodeSafetensors, type TensorFile } from '../../src-shared/formats/safetensors';
import { readPosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { writeAtOnce } from '../export/write-at-once';
import { isFile } from './run-file';

export interface PosteriorArrival {
  /** The run's file: its posterior lies beside it, or is all there is of it. */
  readonly file: string;
  /** The run's id in that file. */
  readonly writtenId: string;
  /** The run's id here. */
  readonly runId: string;
  readonly runFolder: string;
}

/** A posterior as it lies in a file. */
interface FoundPosterior extends TensorFile {
  readonly path: string;
}

/**
 * Finds the posterior that comes with a run's file: the file itself, or beside it `posterior.safetensors`, as a project
 * for a cluster leaves it, or `<id>.safetensors`, as it is exported. One beside it that says it is of another run is none.
 * @param writtenId the run's id in that file
 * @throws BadInputError where there is one that is damaged
 */
export async function findPosterior(file: string, writtenId: string): Promise<FoundPosterior | undefined> {
  const beside = ['posterior.safetensors', `${writtenId}.safetensors`];
  const own = extname(file) === '.safetensors' ? [file] : [];
  for (const path of [...own, ...beside.map((name) => join(dirname(file), name))]) {
    const bytes = await bytesOf(path);
    if (!bytes) continue;
    const { tensors, metadata } = decodeSafetensors(bytes, path);
    if (metadata.runId !== writtenId && path !== file) continue;
    readPosteriorMetadata(metadata, path);
    return { path, tensors, metadata };
  }
  return undefined;
}

/**
 * Takes the posterior that comes with a run's file into the run's folder.
 * @returns whether there was one
 * @throws BadInputError where there is one that is damaged
 */
export async function takePosterior({
  file,
  writtenId,
  runId,
  runFolder,
}: PosteriorArrival): Promise<boolean> {
  const found = await findPosterior(file, writtenId);
  if (!found) return false;
  const renamed = encodeSafetensors(found.tensors, { ...found.metadata, runId });
  await writeAtOnce(join(runFolder, 'posterior.safetensors'), renamed);
  return true;
}

async function bytesOf(path: string): Promise<Uint8Array | undefined> {
  return (await isFile(path)) ? readFile(path) : undefined;
}
