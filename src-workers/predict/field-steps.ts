import type { FieldSeries } from '../../src-files/data/field';
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
  metadata: PosteriorMetadata,
): Promise<PredictionInputs> {
  const { steps, notes, size, standard } = await openStandardFields(path, isFolder, data, metadata);
  const { names = [] } = metadata.normalisation;
  const [, width] = metadata.task.inputShape;
  const channels = names.length;
  const cells = Array.from({ length: size }, (_, at) => at);
  return {
    items: steps,
    keys: [
      { name: 'step', of: (item) => cells.map(() => item + 1) },
      { name: 'row', of: () => cells.map((at) => Math.floor(at / (width * channels))) },
      { name: 'column', of: () => cells.map((at) => Math.floor(at / channels) % width) },
      { name: 'field', of: () => cells.map((at) => names[at % channels]) },
    ],
    read: async (first, count) => knownOrMean(standard.slice(first * size, (first + count) * size)),
    notes,
  };
}

/** Fields of a person's own, standardised as those of training were. */
interface StandardFields extends Pick<FieldSeries, 'steps' | 'gaps' | 'notes'> {
  /** Values of one step. */
  readonly size: number;
  /** [steps, height, width, fields]; NaN where a value is not known. */
  readonly standard: Float32Array;
}

/** @throws BadInputError where their grid or their step is not that of training */
export async function openStandardFields(
  path: string,
  isFolder: boolean,
  data: FieldSettings,
  { task, normalisation: { names = [], mean, std }, timeStep }: PosteriorMetadata,
): Promise<StandardFields> {
  const fields = await readFieldsAt(isFolder ? placesIn(path, data) : inOneFile(path, data, names));
  const [height, width] = task.inputShape;
  if (fields.height !== height || fields.width !== width)
    throw new BadInputError(
      `${path} has a grid of ${fields.height} x ${fields.width} (rows x columns); this network takes ${height} x ${width}.`,
    );
  refuseOtherPace(fields.timeStep, timeStep, path);
  const standardisations = names.map((_, channel) => ({ mean: mean[channel], std: std[channel] }));
  const { steps, gaps, notes } = fields;
  const size = height * width * names.length;
  return { steps, gaps, notes, size, standard: standardFields(fields, standardisations) };
}

/** A value that is not known is the mean, as in training. */
export function knownOrMean(values: Float32Array): Float32Array {
  return values.map((value) => (Number.isNaN(value) ? 0 : value));
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
