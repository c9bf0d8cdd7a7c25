import { readFieldsAt } from '../../src-files/data/read-fields';
import { BadInputError } from '../../src-shared/errors';
import { type FieldSettings, fieldFacts } from '../../src-shared/experiment/data';
import type { FieldPlace } from '../../src-shared/experiment/data/field-places';
import type { PosteriorMetadata } from '../../src-shared/posterior-metadata';
import { standardFields } from '../data/field-data';
import { refuseOtherPace } from './other-pace';
import type { PredictionInputs } from './prediction-inputs';

/**
 * The time steps of fields, each an item for which the next step is predicted: a NetCDF file with all variables, or a folder
 * with the files of a data set that Parasample knows.
 */
export async function openFieldSteps(
  path: string,
  isFolder: boolean,
  data: FieldSettings,
  { task, normalisation: { names = [], mean, std }, timeStep }: PosteriorMetadata,
): Promise<PredictionInputs> {
  const places = isFolder ? placesIn(path, data) : inOneFile(path, data, names);
  const fields = await readFieldsAt(places);
  const [height, width] = task.inputShape;
  if (fields.height !== height || fields.width !== width)
    throw new BadInputError(
      `${path} has a grid of ${fields.height} x ${fields.width} (rows x columns); this network takes ${height} x ${width}.`,
    );
  refuseOtherPace(fields.timeStep, timeStep, path);
  const channels = names.length;
  const size = height * width * channels;
  const cells = Array.from({ length: size }, (_, at) => at);
  const standardisations = names.map((_, channel) => ({ mean: mean[channel], std: std[channel] }));
  const standard = standardFields(fields, standardisations);
  return {
    items: fields.steps,
    keys: [
      { name: 'step', of: (item) => cells.map(() => item + 1) },
      { name: 'row', of: () => cells.map((at) => Math.floor(at / (width * channels))) },
      { name: 'column', of: () => cells.map((at) => Math.floor(at / channels) % width) },
      { name: 'field', of: () => cells.map((at) => names[at % channels]) },
    ],
    read: async (first, count) =>
      // A value that is not known is the mean, as in training.
      standard.slice(first * size, (first + count) * size).map((value) => (Number.isNaN(value) ? 0 : value)),
    notes: fields.notes,
  };
}

function placesIn(folder: string, data: FieldSettings): readonly FieldPlace[] {
  if (data.dataset === 'field')
    throw new BadInputError(`${folder} is a folder; this network predicts for a NetCDF file.`);
  return fieldFacts(data).places(data, folder);
}

/** Variables as the experiment names them, or for a known data set by the names of its fields. */
function inOneFile(file: string, data: FieldSettings, names: readonly string[]): readonly FieldPlace[] {
  if (data.dataset === 'field') return fieldFacts(data).places(data, file);
  return names.map((name) => ({ name, file, variable: name }));
}
