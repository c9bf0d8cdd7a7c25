import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BadInputError, FailedError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment';
import { decodeSafetensors, encodeSafetensors, type TensorFile } from '../../src-shared/safetensors';

export interface PosteriorExport {
  readonly runFolder: string;
  readonly experiment: Experiment;
  readonly runId: string;
  readonly outFolder: string;
}

/** Raised when what the metadata say changes its meaning. */
const formatVersion = '1';

/**
 * Writes `<runId>.safetensors` into `outFolder`: the run's posterior with the whole experiment in its metadata, so
 * that the file stands for itself. Returns the files written. Throws BadInputError where the run left no readable
 * posterior, FailedError naming the folder where it cannot be written; an older export is then left as it was.
 */
export async function exportPosterior(request: PosteriorExport): Promise<string[]> {
  const { experiment, runId } = request;
  const { tensors, metadata } = await readPosterior(request);
  const bytes = encodeSafetensors(tensors, {
    ...metadata,
    format: 'parasample',
    version: formatVersion,
    runId,
    experiment: JSON.stringify(experiment),
  });
  const outFolder = resolve(request.outFolder);
  const file = join(outFolder, `${runId}.safetensors`);
  try {
    await mkdir(outFolder, { recursive: true });
    await writeAtOnce(file, bytes);
  } catch (error) {
    throw new FailedError(
      `The posterior cannot be written to ${outFolder} (${(error as Error).message}); choose a folder that can be written to and has ${Math.ceil(bytes.length / 1e6)} MB free.`,
    );
  }
  return [file];
}

async function readPosterior({ runFolder, runId }: PosteriorExport): Promise<TensorFile> {
  const file = join(runFolder, 'posterior.safetensors');
  try {
    return decodeSafetensors(await readFile(file), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new BadInputError(
      `Run ${runId} has no posterior to export; a run writes it when it finishes or is stopped.`,
    );
  }
}

/** The file is seen whole or not at all, and is on the disk when this returns. */
async function writeAtOnce(file: string, bytes: Uint8Array): Promise<void> {
  const part = `${file}.part-${process.pid}`;
  try {
    const handle = await open(part, 'w');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
}
