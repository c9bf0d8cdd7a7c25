import { BadInputError } from '../../src-shared/errors';
import { type FieldSettings, fieldFacts } from '../../src-shared/experiment/data';
import type { FieldPlace } from '../../src-shared/experiment/data/field-places';
import { fieldUses } from '../../src-shared/experiment/data/field-roles';
import { type FieldSeries, type FieldVariable, joinFields } from './field';
import { type FieldItems, fieldItems, refuseEmptyParts } from './field-items';
import { readStatic, readVariables } from './field-sources';
import { joinInTime } from './fields-in-time';
import { leftOutFieldSteps } from './left-out-field-steps';
import { areasOfRows } from './row-areas';
import type { StepValues } from './step-values';

/**
 * The fields of an experiment's data.
 * @param location the folder of a data set that Parasample knows, or the person's own file
 * @throws BadInputError naming the file and what would be right
 */
export async function readFields(data: FieldSettings, location: string): Promise<FieldSeries> {
  const { places, staticPlaces } = fieldFacts(data);
  const fields = await readFieldsAt(places(data, location), staticPlaces(data, location));
  if (fields.steps < 2)
    throw new BadInputError(`${location} has ${fields.steps} time step; predicting the next needs two.`);
  return fields;
}

/** Whether a run can be trained on them: throws BadInputError where not. Returns the shape of one item's inputs. */
export async function checkFields(data: FieldSettings, location: string): Promise<readonly number[]> {
  const fields = await readFields(data, location);
  const { history, inputs, targets } = fieldUses(fields.names, fieldFacts(data).roles(data));
  const items = fieldItems(fields, data, leftOutFieldSteps(data, fields), history);
  refuseEmptyParts(fields, data, items, history);
  requireKnown(fields, items, targets);
  requireSpread(fields, staticPathOf(data) ?? location);
  weighedAreas(data, fields, location);
  return [fields.height, fields.width, inputs.length * history + fields.statics.length];
}

/**
 * What each row weighs in the likelihood, where rows are to weigh by their area; undefined where not.
 * @throws BadInputError where they have none
 */
export function weighedAreas(
  data: FieldSettings,
  fields: FieldSeries,
  location: string,
): Float64Array | undefined {
  if (data.dataset !== 'field' || !data.areaWeights) return undefined;
  const areas = areasOfRows(fields);
  if (areas) return areas;
  throw new BadInputError(
    `data.areaWeights: the rows of ${location} are not told to be latitudes (a coordinate called latitude, or in degrees_north); leave it out, or write them.`,
  );
}

/** A part without one known value to predict teaches nothing, and has no scores. */
function requireKnown(
  { names, fields }: FieldSeries,
  { train, validation, test }: FieldItems,
  targets: readonly number[],
): void {
  const isKnownAfter = (values: StepValues, step: number) =>
    values.step(step + 1).some((value) => !Number.isNaN(value));
  for (const [part, steps] of Object.entries({ training: train, validation, test }))
    targets.forEach((at) => {
      if (steps.length === 0 || steps.some((step) => isKnownAfter(fields[at], step))) return;
      throw new BadInputError(
        `${names[at]} holds no known value to predict in its ${part} part, steps ${steps[0] + 1} to ${steps[steps.length - 1] + 1} (from 0); change data.testFraction or data.validationFraction, or leave this variable out.`,
      );
    });
}

function staticPathOf(data: FieldSettings): string | undefined {
  return data.dataset === 'field' ? data.staticPath : undefined;
}

/** Inputs are held against their mean, which is all that is known of a field of one value; cells that are not known are the mean, too. */
function requireSpread({ statics }: FieldSeries, location: string): void {
  for (const { name, values } of statics) {
    const known = values.filter((value) => !Number.isNaN(value));
    if (known.some((value) => value !== known[0])) continue;
    const unknown = values.length - known.length;
    const masked =
      unknown === 0
        ? ''
        : ` in the ${known.length} of its ${values.length} cells that are known, and the others are no input of their own (a cell of the file’s fill value is not known, which in Zarr stores of version 2 is 0 unless they say otherwise)`;
    throw new BadInputError(
      `data.static: ${name} of ${location} is ${known[0]} everywhere${masked}, so it tells cells apart from nothing; leave it out${unknown === 0 ? '' : ', or write a number to the other cells and another fill value'}.`,
    );
  }
}

/** Fields wherever they lie, of any number of time steps. */
export async function readFieldsAt(
  places: readonly FieldPlace[],
  staticPlaces: readonly FieldPlace[] = [],
): Promise<FieldSeries> {
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
    await staticAt(staticPlaces, new Set(places.map(({ file }) => file))),
  );
}

async function staticAt(
  places: readonly FieldPlace[],
  files: ReadonlySet<string>,
): Promise<readonly FieldVariable[]> {
  const found: FieldVariable[] = [];
  for (const { file, variable } of places) {
    const fields = await namedAsStatic(() => readStatic(file, [variable]));
    found.push(...fields.map((field) => (files.has(file) ? field : { ...field, isApart: true as const })));
  }
  return found;
}

/** What is wrong with a variable, in the words of the setting that names it. */
async function namedAsStatic<Value>(read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    throw new BadInputError(error.message.replace(/^data\.variables:/, 'data.static:'));
  }
}
