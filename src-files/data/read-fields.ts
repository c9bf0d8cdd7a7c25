import { BadInputError } from '../../src-shared/errors';
import { type FieldSettings, fieldFacts } from '../../src-shared/experiment/data';
import type { FieldPlace } from '../../src-shared/experiment/data/field-places';
import { type FieldSeries, type FieldVariable, joinFields } from './field';
import { type FieldItems, fieldItems } from './field-items';
import { readVariables } from './field-sources';
import { joinInTime } from './fields-in-time';
import { leftOutFieldSteps } from './left-out-field-steps';
import type { StepValues } from './step-values';

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
  requireKnown(fields, fieldItems(fields, data, leftOutFieldSteps(data, fields)));
  return [fields.height, fields.width, fields.names.length];
}

/** A part without one known value to predict teaches nothing, and has no scores. */
function requireKnown({ names, fields }: FieldSeries, { train, validation, test }: FieldItems): void {
  const isKnownAfter = (values: StepValues, step: number) =>
    values.step(step + 1).some((value) => !Number.isNaN(value));
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
  const parts = new Map<string, FieldVariable[]>();
  for (const file of new Set(places.map((place) => place.file))) {
    const here = places.filter((place) => place.file === file);
    const wanted = here.map(({ variable }) => variable);
    for (const variable of await readVariables(file, wanted, here[0].levels))
      for (const { name } of here.filter((place) => place.variable === variable.variable)) {
        const own = variable.level === undefined ? name : `${name} ${variable.level}`;
        parts.set(own, [...(parts.get(own) ?? []), variable]);
      }
  }
  // In the order of the places, whatever the order of their files.
  const names = places.flatMap(({ name, levels = [] }) =>
    [name, ...levels.map((level) => `${name} ${level}`)].filter((each) => parts.has(each)),
  );
  return joinFields(
    names,
    names.map((name) => joinInTime(parts.get(name) ?? [])),
  );
}
