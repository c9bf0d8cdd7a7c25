import type { FieldSeries } from '../../src-files/data/field';
import { stepsAfterHistory } from '../../src-files/data/field-items';
import type { FieldTimes } from '../../src-files/data/field-times';
import { readFieldsAt } from '../../src-files/data/read-fields';
import { BadInputError } from '../../src-shared/errors';
import { type FieldSettings, fieldFacts } from '../../src-shared/experiment/data';
import type { FieldPlace } from '../../src-shared/experiment/data/field-places';
import { fieldUses } from '../../src-shared/experiment/data/field-roles';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { inputWriter, type WriteInputs } from '../data/field-inputs';
import { type StandardSteps, standardSteps } from '../data/standard-steps';
import type { Standardisation } from '../data/standardisation';
import { alignedFields } from './aligned-fields';
import { nextTimes } from './next-times';
import { refuseOtherPace } from './other-pace';
import type { PredictionInputs } from './prediction-inputs';

/**
 * The time steps of fields, each an item for which the next step is predicted from it and the steps of history before it: a NetCDF
 * file with all variables, such files, a Zarr store, or a folder with the files of a data set that Parasample knows.
 * @throws BadInputError where there is none with its history
 */
export async function openFieldSteps(
  path: string,
  isFolder: boolean,
  data: FieldSettings,
  metadata: PosteriorMetadata,
): Promise<PredictionInputs> {
  const { fields, history, read } = await openStandardFields(path, isFolder, data, metadata, 'inputs');
  const items = stepsAfterHistory(fields, history);
  if (items.length === 0)
    throw new BadInputError(
      `${path} has no time step with the ${history - 1} before it (data.history) that this network sees.`,
    );
  const targets = fieldsOf(metadata);
  const [, width] = metadata.task.inputShape;
  const channels = targets.names.length;
  const cells = Array.from({ length: fields.height * width * channels }, (_, at) => at);
  return {
    items: items.length,
    keys: [
      { name: 'step', of: (item) => cells.map(() => items[item] + 1) },
      { name: 'row', of: () => cells.map((at) => Math.floor(at / (width * channels))) },
      { name: 'column', of: () => cells.map((at) => Math.floor(at / channels) % width) },
      { name: 'field', of: () => cells.map((at) => targets.names[at % channels]) },
    ],
    read: async (first, count) => read(items.subarray(first, first + count)),
    notes: fields.notes,
    fields: {
      ...fields,
      ...targets,
      units: targets.names.map((name) => fields.units[fields.names.indexOf(name)] ?? targets.unit),
      steps: items.length,
      times: fields.times && timesAt(nextTimes(fields.times), items),
    },
  };
}

function fieldsOf({ task }: PosteriorMetadata): { readonly names: readonly string[]; readonly unit: string } {
  return task.kind === 'regression'
    ? { names: task.targetNames, unit: task.targetUnit ?? '' }
    : { names: [], unit: '' };
}

function timesAt(times: FieldTimes, items: Uint32Array): FieldTimes {
  return { ...times, values: Float64Array.from(items, (step) => times.values[step]) };
}

/** Fields of a person's own, standardised as those of training were. */
interface StandardFields {
  readonly fields: FieldSeries;
  readonly history: number;
  /** Inputs of these items, [items, height, width, inputs]; each is the last step that is seen. */
  read(items: Uint32Array): Float32Array;
  /** What followed each of them, [items, height, width, targets]; NaN where it is not known. */
  targets(items: Uint32Array): Float32Array;
}

/**
 * @param wanted whether what is predicted has to be there as well
 * @throws BadInputError where their grid or their step is not that of training
 */
export async function openStandardFields(
  path: string,
  isFolder: boolean,
  data: FieldSettings,
  metadata: PosteriorMetadata,
  wanted: 'inputs' | 'targets-too',
): Promise<StandardFields> {
  const { task, normalisation, timeStep, grid } = metadata;
  const places =
    isFolder && data.dataset !== 'field' ? placesIn(path, data) : inOneFile(path, data, metadata);
  const found = await readFieldsAt(
    wanted === 'inputs' ? places.filter(({ isTargetAlone = false }) => !isTargetAlone) : places,
    fieldFacts(data).staticPlaces(data, path),
  );
  const [height, width] = task.inputShape;
  if (found.height !== height || found.width !== width)
    throw new BadInputError(
      `${path} has a grid of ${found.height} x ${found.width} (rows x columns); this network takes ${height} x ${width}.`,
    );
  refuseOtherPace(found.timeStep, timeStep, path);
  const fields = alignedFields(found, grid, path);
  const uses = fieldUses(fields.names, fieldFacts(data).roles(data));
  const standards = normalisation.mean.map((mean, at) => ({ mean, std: normalisation.std[at] }));
  let came: StandardSteps | undefined;
  const seen = chosenFields(fields, uses.inputs);
  const write = inputWriter(
    // Of each step of history they are the same.
    standardSteps(seen, standards.slice(0, uses.inputs.length)),
    { fields: uses.inputs.length, statics: fields.statics, cells: height * width },
    { history: uses.history, inputs: [...uses.inputs.keys()] },
    standards.slice(uses.history * uses.inputs.length),
  );
  return {
    fields,
    history: uses.history,
    read: (items) => joined(items, height * width * standards.length, write),
    targets: (items) => {
      came ??= standardSteps(chosenFields(fields, uses.targets), targetStandards(metadata));
      const own = came;
      return joined(items, height * width * uses.targets.length, (item, to, offset) =>
        to.set(own(item + 1), offset),
      );
    },
  };
}

function targetStandards({ task }: PosteriorMetadata): readonly Standardisation[] {
  if (task.kind !== 'regression') return [];
  return task.targetMean.map((mean, at) => ({ mean, std: task.targetStd[at] }));
}

function chosenFields(fields: FieldSeries, chosen: readonly number[]): FieldSeries {
  return { ...fields, fields: chosen.map((at) => fields.fields[at]) };
}

function joined(items: Uint32Array, size: number, write: WriteInputs): Float32Array {
  const values = new Float32Array(items.length * size);
  items.forEach((item, place) => {
    write(item, values, place * size);
  });
  return values;
}

function placesIn(folder: string, data: FieldSettings): readonly FieldPlace[] {
  return fieldFacts(data).places(data, folder);
}

/** Variables as the experiment names them, or for a known data set by the names of its fields. */
function inOneFile(
  file: string,
  data: FieldSettings,
  { normalisation: { names = [] } }: PosteriorMetadata,
): readonly FieldPlace[] {
  if (data.dataset === 'field') return fieldFacts(data).places(data, file);
  return names.map((name) => ({ name, file, variable: name }));
}
