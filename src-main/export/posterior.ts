import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ExportFormat } from '../../src-shared/api';
import { BadInputError, FailedError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment';
import { decodeSafetensors, encodeSafetensors, type TensorFile } from '../../src-shared/safetensors';
import { torchBlueFiles } from './torch-blue';

export interface PosteriorExport {
  readonly runFolder: string;
  readonly experiment: Experiment;
  readonly runId: string;
  readonly outFolder: string;
  readonly format: ExportFormat;
}

export interface ExportedFile {
  /** Inside the export's folder; it may name a folder in it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Raised when what the metadata say changes its meaning. */
const formatVersion = '1';

/**
 * Writes the run's posterior into `outFolder` and returns the files written. `safetensors`: `<runId>.safetensors`
 * with the whole experiment in its metadata, so that the file stands for itself. `torch-blue`: a folder
 * `<runId>-torch-blue` with torch_blue's state_dict and a Python file that loads it. Throws BadInputError where the
 * run left no readable posterior or torch_blue has no form for it, FailedError naming the folder where it cannot be
 * written; an older export is then left as it was.
 */
export async function exportPosterior(request: PosteriorExport): Promise<string[]> {
  const posterior = await readPosterior(request);
  const files =
    request.format === 'safetensors' ? [ownFile(posterior, request)] : torchBlueFiles(posterior, request);
  const outFolder = resolve(request.outFolder);
  try {
    return await writeFiles(outFolder, files);
  } catch (error) {
    const megabytes = Math.ceil(files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6);
    throw new FailedError(
      `The posterior cannot be written to ${outFolder} (${(error as Error).message}); choose a folder that can be written to and has ${megabytes} MB free.`,
    );
  }
}

function ownFile({ tensors, metadata }: TensorFile, { runId, experiment }: PosteriorExport): ExportedFile {
  const bytes = encodeSafetensors(tensors, {
    ...metadata,
    format: 'parasample',
    version: formatVersion,
    runId,
    experiment: JSON.stringify(experiment),
  });
  return { name: `${runId}.safetensors`, bytes };
}

async function writeFiles(outFolder: string, files: readonly ExportedFile[]): Promise<string[]> {
  const paths: string[] = [];
  for (const { name, bytes } of files) {
    const path = join(outFolder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeAtOnce(path, bytes);
    paths.push(path);
  }
  return paths;
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
