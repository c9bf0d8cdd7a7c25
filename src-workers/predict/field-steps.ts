import type { FieldSeries } from '../../src-files/data/field';
import { readFieldsAt } from '../../src-files/data/read-fields';
import { BadInputError } from '../../src-shared/errors';
import { type FieldSettings, fieldFacts } from '../../src-shared/experiment/data';
import type { FieldPlace } from '../../src-shared/experiment/data/field-places';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { type StandardSteps, standardSteps } from '../data/standard-steps';
import { alignedFields } from './aligned-fields';
import { nextTimes } from './next-times';
import { refuseOtherPace } from './other-pace';
import type { PredictionInputs } from './prediction-inputs';

/**
 * The time steps of fields, each an item for which the next step is predicted: a NetCDF file with all variables, such
 * files, a Zarr store, or a folder with the files of a data set that Parasample knows.
 */
export async function openFieldSteps(
  path: string,
  isFolder: boolean,
  data: FieldSettings,
  metadata: PosteriorMetadata,
): Promise<PredictionInputs> {
  const { steps, notes, size, standard, fields } = await openStandardFields(path, isFolder, data, metadata);
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
    read: async (first, count) => knownOrMean(joinedSteps(standard, size, first, count)),
    notes,
    fields: { ...fields, names, times: fields.times && nextTimes(fields.times) },
  };
}

/** Fields of a person's own, standardised as those of training were. */
interface StandardFields extends Pick<FieldSeries, 'steps' | 'gaps' | 'notes'> {
  /** Values of one step. */
  readonly size: number;
  readonly standard: StandardSteps;
  readonly fields: FieldSeries;
}

/** @throws BadInputError where their grid or their step is not that of training */
export async function openStandardFields(
  path: string,
  isFolder: boolean,
  data: FieldSettings,
  { task, normalisation: { names = [], mean, std }, timeStep, grid }: PosteriorMetadata,
): Promise<StandardFields> {
  const read = await readFieldsAt(
    isFolder && data.dataset !== 'field' ? placesIn(path, data) : inOneFile(path, data, names),
  );
  const [height, width] = task.inputShape;
  if (read.height !== height || read.width !== width)
    throw new BadInputError(
      `${path} has a grid of ${read.height} x ${read.width} (rows x columns); this network takes ${height} x ${width}.`,
    );
  refuseOtherPace(read.timeStep, timeStep, path);
  const fields = alignedFields(read, grid, path);
  const standardisations = names.map((_, channel) => ({ mean: mean[channel], std: std[channel] }));
  const { steps, gaps, notes } = fields;
  const size = height * width * names.length;
  return { steps, gaps, notes, size, standard: standardSteps(fields, standardisations), fields };
}

function joinedSteps(standard: StandardSteps, size: number, first: number, count: number): Float32Array {
  const values = new Float32Array(count * size);
  for (let at = 0; at < count; at += 1) values.set(standard(first + at), at * size);
  return values;
}

/** A value that is not known is the mean, as in training. */
export function knownOrMean(values: Float32Array): Float32Array {
  return values.map((value) => (Number.isNaN(value) ? 0 : value));
}

function placesIn(folder: string, data: FieldSettings): readonly FieldPlace[] {
  return fieldFacts(data).places(data, folder);
}

/** Variables as the experiment names them, or for a known data set by the names of its fields. */
function inOneFile(file: string, data: FieldSettings, names: readonly string[]): readonly FieldPlace[] {
  if (data.dataset === 'field') return fieldFacts(data).places(data, file);
  return names.map((name) => ({ name, file, variable: name }));
}
