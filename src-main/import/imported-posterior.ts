import { basename, extname, join, resolve } from 'node:path';
import type { Experiment } from '../../src-shared/experiment';
import { encodeSafetensors } from '../../src-shared/safetensors';
import type { ImageShape } from '../../src-shared/torch-blue/weight-mapping';
import { ownMetadata } from '../export/posterior';
import { writeAtOnce } from '../export/write-at-once';
import { makeFolder } from '../make-folder';
import { refusedWriting } from '../refused-writing';
import { importTorchBlue } from './torch-blue';

export interface PosteriorImport {
  /** A torch_blue state_dict, saved as safetensors. */
  readonly file: string;
  /** Whose model the weights are for. */
  readonly experiment: Experiment;
  readonly imageShape: ImageShape;
  readonly classNames: readonly string[];
  readonly outFolder: string;
}

/**
 * Writes a torch_blue state_dict as a posterior file of Parasample, `<name of the file>.parasample.safetensors`, and
 * returns its path. Throws what `importTorchBlue` throws, and BadInputError or FailedError where the folder cannot be written to.
 */
export async function importPosterior(request: PosteriorImport): Promise<string> {
  const { file, experiment, imageShape, classNames } = request;
  const target = { model: experiment.model, imageShape, classes: classNames.length };
  const bytes = encodeSafetensors(await importTorchBlue(file, target), {
    ...ownMetadata(experiment),
    imageShape: JSON.stringify(imageShape),
    classNames: JSON.stringify(classNames),
  });
  const outFolder = resolve(request.outFolder);
  const written = join(outFolder, `${basename(file, extname(file))}.parasample.safetensors`);
  try {
    makeFolder(outFolder);
    await writeAtOnce(written, bytes);
  } catch (error) {
    throw refusedWriting(error, 'The posterior', outFolder);
  }
  return written;
}
