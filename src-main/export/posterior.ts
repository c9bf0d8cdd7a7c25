import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ExportFormat } from '../../src-shared/api';
import { BadInputError, FailedError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment';
import { decodeSafetensors, encodeSafetensors, type TensorFile } from '../../src-shared/safetensors';
import { torchBlueFiles } from './torch-blue';
import { writeAtOnce } from './write-at-once';

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
  const bytes = encodeSafetensors(tensors, { ...metadata, ...ownMetadata(experiment), runId });
  return { name: `${runId}.safetensors`, bytes };
}

/** What every posterior file of Parasample says of itself. */
export function ownMetadata(experiment: Experiment): Record<string, string> {
  // The version is raised when what the metadata say changes its meaning.
  return { format: 'parasample', version: '1', experiment: JSON.stringify(experiment) };
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
