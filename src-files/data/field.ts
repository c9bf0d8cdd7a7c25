import type { FieldSettings } from '../../src-shared/datasets/data-settings';
import { type FieldPlace, knownFields } from '../../src-shared/datasets/known-sets';
import { BadInputError } from '../../src-shared/errors';

/** A variable over [steps, height, width]. */
export interface GridVariable {
  /** The variable and its file, for messages. */
  readonly where: string;
  readonly shape: readonly [steps: number, height: number, width: number];
  /** In the variable's unit; NaN where nothing is known. */
  readonly values: Float32Array;
  readonly unit: string;
}

/** Fields over the same grid and the same time steps. */
export interface FieldSeries {
  readonly names: readonly string[];
  readonly units: readonly string[];
  readonly steps: number;
  readonly height: number;
  readonly width: number;
  /** [steps, height, width, fields]; NaN where nothing is known. */
  readonly values: Float32Array;
}

/** Where the fields of an experiment's data lie. `location` is the data set's folder, or the person's own file. */
export function fieldPlaces(data: FieldSettings, location: string): readonly FieldPlace[] {
  if (data.dataset === 'field')
    return data.variables.map((variable) => ({ name: variable, file: location, variable }));
  return knownFields[data.dataset].map((place) => ({ ...place, file: `${location}/${place.file}` }));
}

/**
 * Puts variables of one grid beside each other.
 * @throws BadInputError where they differ in shape or hold no known value
 */
export function joinFields(names: readonly string[], variables: readonly GridVariable[]): FieldSeries {
  const [first] = variables;
  const [steps, height, width] = first.shape;
  for (const { where, shape } of variables)
    if (shape.join() !== first.shape.join())
      throw new BadInputError(
        `${where} has the shape ${shape.join(' x ')}, but ${first.where} has ${first.shape.join(' x ')}; fields of one run share their grid and time steps.`,
      );
  for (const { where, values } of variables)
    if (values.every(Number.isNaN)) throw new BadInputError(`${where} holds no known value.`);
  const values = new Float32Array(steps * height * width * variables.length);
  variables.forEach((variable, channel) => {
    variable.values.forEach((value, index) => {
      values[index * variables.length + channel] = value;
    });
  });
  return { names, units: variables.map(({ unit }) => unit), steps, height, width, values };
}
