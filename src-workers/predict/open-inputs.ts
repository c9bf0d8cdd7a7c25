import { stat } from 'node:fs/promises';
import { kindOfData } from '../../src-shared/datasets/data-settings';
import { BadInputError } from '../../src-shared/errors';
import type { PosteriorMetadata } from '../../src-shared/posterior-metadata';
import type { EngineChoice } from '../../src-shared/worker-protocol';
import { openFieldSteps } from './field-steps';
import { jpegDecoder } from './jpeg-decoder';
import { openPictureFolder } from './picture-folder';
import type { PredictionInputs } from './prediction-inputs';
import { openSeriesEnd } from './series-end';
import { openTableRows } from './table-rows';

/**
 * Opens a folder of pictures, a CSV file or fields, as the network's data ask for it.
 * @param engine decodes what only TensorFlow can
 * @throws BadInputError where it is missing or something else
 */
export async function openInputs(
  path: string,
  metadata: PosteriorMetadata,
  engine: EngineChoice,
): Promise<PredictionInputs> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new BadInputError(`${path} is missing; there is no such file or folder.`);
  // A device or a pipe may have no end.
  if (!found.isFile() && !found.isDirectory())
    throw new BadInputError(`${path} is no plain file; name one that is, or a folder.`);
  const { kind, data } = kindOfData(metadata.experiment.data);
  if (kind === 'images' && !found.isDirectory())
    throw new BadInputError(
      `${path} is no folder; this network predicts for a folder of PNG or JPEG pictures.`,
    );
  if ((kind === 'table' || kind === 'time-series') && found.isDirectory())
    throw new BadInputError(`${path} is a folder; this network predicts for a CSV file.`);
  switch (kind) {
    case 'images':
      return openPictureFolder(path, metadata, jpegDecoder(engine));
    case 'table':
      return openTableRows(path, metadata);
    case 'time-series':
      return openSeriesEnd(path, data, metadata);
    case 'field':
      return openFieldSteps(path, found.isDirectory(), data, metadata);
  }
}
