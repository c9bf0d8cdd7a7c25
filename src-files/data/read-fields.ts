import { BadInputError } from '../../src-shared/errors';
import { type FieldSettings, fieldFacts } from '../../src-shared/experiment/data';
import type { FieldPlace } from '../../src-shared/experiment/data/field-places';
import { openHdf5 } from '../netcdf/hdf5-in-thread';
import { readGridVariables } from '../netcdf/read-grid-variables';
import { readWholeFile } from '../read-file';
import { type FieldSeries, type GridVariable, joinFields } from './field';
import { type FieldItems, fieldItems } from './field-items';

/**
 * The fields of an experiment's data.
 * @param location the folder of a data set that Parasample knows, or the person's own file
 * @throws BadInputError naming the file and what would be right
 */
export async function readFields(data: FieldSettings, location: string): Promise<FieldSeries> {
  const fields = await readFieldsAt(fieldFacts(data).places(data, location));
  if (fields.steps < 2)
    throw new BadInputError(`${location} has ${fields.steps} time step; predicting the next needs two.`);
  return fields;
}

/** Whether a run can be trained on them: throws BadInputError where not. Returns the shape of one item's inputs. */
export async function checkFields(data: FieldSettings, location: string): Promise<readonly number[]> {
  const fields = await readFields(data, location);
  requireKnown(fields, fieldItems(fields, data));
  return [fields.height, fields.width, fields.names.length];
}

/** A part without one known value to predict teaches nothing, and has no scores. */
function requireKnown(
  { names, fields, height, width }: FieldSeries,
  { train, validation, test }: FieldItems,
): void {
  const isKnownAfter = (values: Float32Array | Float64Array, step: number) =>
    values
      .subarray((step + 1) * height * width, (step + 2) * height * width)
      .some((value) => !Number.isNaN(value));
  for (const [part, steps] of Object.entries({ training: train, validation, test }))
    names.forEach((name, at) => {
      if (steps.length === 0 || steps.some((step) => isKnownAfter(fields[at], step))) return;
      throw new BadInputError(
        `${name} holds no known value to predict in its ${part} part, steps ${steps[0] + 1} to ${steps[steps.length - 1] + 1} (from 0); change data.testFraction or data.validationFraction, or leave this variable out.`,
      );
    });
}

/** Fields wherever they lie, of any number of time steps. */
export async function readFieldsAt(places: readonly FieldPlace[]): Promise<FieldSeries> {
  const variables = new Map<string, GridVariable>();
  for (const file of new Set(places.map((place) => place.file))) {
    const here = places.filter((place) => place.file === file);
    const read = await readGridVariables(
      await readWholeFile(file),
      file,
      here.map(({ variable }) => variable),
      openHdf5,
    );
    here.forEach(({ name }, index) => {
      variables.set(name, read[index]);
    });
  }
  return joinFields(
    places.map(({ name }) => name),
    places.flatMap(({ name }) => variables.get(name) ?? []),
  );
}
