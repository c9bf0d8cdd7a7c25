import { stat } from 'node:fs/promises';
import { kindOfData } from '../../src-shared/datasets/data-settings';
import { BadInputError } from '../../src-shared/errors';
import type { PosteriorMetadata } from '../../src-shared/posterior-metadata';
import { openPictureFolder } from './picture-folder';
import { openSeriesEnd } from './series-end';
import { openTableRows } from './table-rows';

/** Items to predict for, from files of a person's own; standardised as the training data were. */
export interface PredictionInputs {
  readonly items: number;
  /** What the rows of the result are told apart by: `file`, `row` or `time`. */
  readonly keyName: string;
  /** One for each of an item's rows in the result. */
  keysOf(item: number): readonly (string | number)[];
  /**
   * Standardised inputs of consecutive items, [count, ...inputShape].
   * @throws BadInputError naming the file (row and column) and what would be right
   */
  read(first: number, count: number): Promise<Float32Array>;
  /** What a person should know of them: whole sentences. */
  readonly notes: readonly string[];
}

/**
 * Opens a folder of pictures, or a CSV file, as the network's data ask for it.
 * @throws BadInputError where it is missing or something else
 */
export async function openInputs(path: string, metadata: PosteriorMetadata): Promise<PredictionInputs> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new BadInputError(`${path} is missing; there is no such file or folder.`);
  const { kind, data } = kindOfData(metadata.experiment.data);
  if (kind === 'field')
    throw new BadInputError(
      'This network predicts fields, which `predict` does not read; export it as onnx or savedmodel to use it elsewhere.',
    );
  if (kind === 'images' && !found.isDirectory())
    throw new BadInputError(`${path} is no folder; this network predicts for a folder of PNG pictures.`);
  if (kind !== 'images' && found.isDirectory())
    throw new BadInputError(`${path} is a folder; this network predicts for a CSV file.`);
  switch (kind) {
    case 'images':
      return openPictureFolder(path, metadata);
    case 'table':
      return openTableRows(path, metadata);
    case 'time-series':
      return openSeriesEnd(path, data, metadata);
  }
}
