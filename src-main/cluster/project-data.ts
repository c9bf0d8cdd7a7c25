import { calendarFeatures } from '../../src-files/data/calendar';
import type { FieldSeries } from '../../src-files/data/field';
import { fieldItems } from '../../src-files/data/field-items';
import { readFields } from '../../src-files/data/read-fields';
import { readTable, type TableTarget } from '../../src-files/data/table';
import { readTimeSeries } from '../../src-files/data/time-series';
import { trainableRows } from '../../src-files/data/train-items';
import type { ImageSet } from '../../src-files/images/image-set';
import { readImages } from '../../src-files/images/read-images';
import { BadInputError } from '../../src-shared/errors';
import {
  type DataSettings,
  type FieldSettings,
  type ImageSettings,
  kindOfData,
  type SeriesSettings,
  type TableSettings,
} from '../../src-shared/experiment/data';
import { classCounts } from '../../src-shared/experiment/data/item-counts';
import { calendarSize, featuresOf, valuesOf } from '../../src-shared/experiment/data/series-windows';
import { windowsOf } from '../../src-shared/experiment/data/windows';
import { encodeBytes, encodeDoubles, encodeFloats, encodeIndices } from '../export/npy';

/** Files of a project's `data` folder by name. */
type DataFiles = ReadonlyMap<string, Uint8Array>;

/**
 * The data of an experiment as arrays, not yet standardised, with `data.json` that says what they are. Splits that the
 * run's seed does not decide come along; the project draws the others itself, so that it can take another seed.
 * @param location the folder of the data set's files, or the person's own file
 */
export async function projectData(data: DataSettings, location: string): Promise<DataFiles> {
  const known = kindOfData(data);
  switch (known.kind) {
    case 'images':
      return pictures(known.data, location);
    case 'arrays':
      throw new BadInputError(
        'data.dataset: a project for a cluster has no arrays of your own; train on them on this machine instead.',
      );
    case 'table':
      return table(known.data, location);
    case 'time-series':
      return series(known.data, location);
    case 'field':
      return fields(known.data, location);
  }
}

async function pictures(data: ImageSettings, location: string): Promise<DataFiles> {
  if (data.dataset === 'images')
    throw new BadInputError(
      'data.dataset: a project for a cluster has no pictures of your own; train on them on this machine instead.',
    );
  const { train, test, classNames } = await readImages(data.dataset, location);
  return filesOf({ kind: 'images', classNames }, { ...arraysOf('train', train), ...arraysOf('test', test) });
}

function arraysOf(split: string, { images, labels, items, height, width, channels }: ImageSet) {
  return {
    [`${split}-images`]: encodeBytes([items, height, width, channels], images),
    [`${split}-labels`]: encodeBytes([items], labels),
  };
}

async function table(data: TableSettings, location: string): Promise<DataFiles> {
  const { rows, features, featureNames, areCategories, embeddings, targets, groups, parts, classesToSplit } =
    await readTable(data, location);
  const [target, ...others] = targets;
  if (others.length > 0)
    throw new BadInputError(
      'data.target: a project for a cluster predicts one column; name one, or train on this machine instead.',
    );
  if (data.dataset === 'table' && data.classWeights !== undefined)
    throw new BadInputError(
      'data.classWeights: a project for a cluster does not weigh classes; leave it out, or train on this machine instead.',
    );
  if (target.kind === 'classification' && target.isOrdered)
    throw new BadInputError(
      'data.task: a project for a cluster has no classes in order; set classification, or train on this machine instead.',
    );
  if (embeddings.length > 0)
    throw new BadInputError(
      `data.embedAbove: a project for a cluster has no embeddings, which ${embeddings.map(({ column }) => column).join(', ')} would have; leave such columns out, or train on this machine instead.`,
    );
  const file = data.dataset === 'table' && data.testPath !== undefined ? 'testPath' : 'splitColumn';
  const apart = groups ? 'groups' : parts && file;
  if (apart)
    throw new BadInputError(
      `data.${apart}: a project for a cluster draws its rows; leave it out, or train on this machine instead.`,
    );
  if (features.some((values) => values.some(Number.isNaN)))
    throw new BadInputError(
      'data.missing: a project for a cluster has no empty cells; fill them in, or train on this machine instead.',
    );
  const { test, validation } = trainableRows(rows, data);
  const drawn = classesToSplit
    ? {
        testItemsOf: sharesOf(classesToSplit, data, 'test'),
        validationItemsOf: sharesOf(classesToSplit, data, 'validation'),
      }
    : { testItems: test, validationItems: validation };
  const byRow = new Float64Array(rows * features.length);
  features.forEach((column, feature) => {
    column.forEach((value, row) => {
      byRow[row * features.length + feature] = value;
    });
  });
  return filesOf(
    { kind: 'table', featureNames, areCategories, target: factsOf(target), ...drawn },
    { features: encodeDoubles([rows, features.length], byRow), ...targetOf(target) },
  );
}

/** How many rows of each class a part has. */
function sharesOf(labels: Uint32Array, data: TableSettings, part: 'test' | 'validation'): readonly number[] {
  const counts: number[] = [];
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts.map(
    (count) => classCounts(count, data, 'leastPerClass' in data ? data.leastPerClass : 0)[part],
  );
}

function factsOf(target: TableTarget) {
  const { kind, name } = target;
  if (kind === 'classification') return { kind, name, classNames: target.classNames };
  return { kind, name, unit: target.unit };
}

function targetOf(target: TableTarget): Record<string, Uint8Array> {
  if (target.kind === 'classification')
    return { labels: encodeIndices([target.labels.length], target.labels) };
  return { targets: encodeDoubles([target.values.length, 1], target.values) };
}

async function series(data: SeriesSettings, location: string): Promise<DataFiles> {
  if (valuesOf(data) > 1)
    throw new BadInputError(
      'data.valueColumn: a project for a cluster forecasts one column; name one, or train on this machine instead.',
    );
  if (featuresOf(data) > (data.calendar ? calendarSize : 0))
    throw new BadInputError(
      'data.futureCovariates: a project for a cluster forecasts from the value and the calendar alone; leave other columns out, or train on this machine instead.',
    );
  const [{ targets, times, exactTimes, clock }, ...others] = await readTimeSeries(data, location);
  if (others.length > 0)
    throw new BadInputError(
      'data.seriesColumn: a project for a cluster has one series; leave the others out of the file, or train on this machine instead.',
    );
  const [{ name, unit, values }] = targets;
  const { train, validation, test, trainSteps } = windowsOf(values.length, data);
  return filesOf(
    { kind: 'time-series', name, unit, trainSteps: trainSteps.end, timeStep: exactTimes.step },
    {
      values: encodeDoubles([values.length], values),
      ...(data.calendar
        ? { calendar: calendarOf(clock ? times.map((time) => clock.shownAt(time)) : times) }
        : {}),
      ...splitsOf({ train, validation, test }),
    },
  );
}

function calendarOf(times: Float64Array): Uint8Array {
  const features = new Float32Array(times.length * calendarSize);
  times.forEach((time, step) => {
    calendarFeatures(time, features, step * calendarSize);
  });
  return encodeFloats([times.length, calendarSize], features);
}

async function fields(data: FieldSettings, location: string): Promise<DataFiles> {
  refuseRoles(data);
  const series = await readFields(data, location);
  const { names, units, steps, height, width } = series;
  const { trainSteps, ...items } = fieldItems(series, data);
  const [unit] = units;
  const isShared = unit !== undefined && unit !== '' && units.every((each) => each === unit);
  return filesOf(
    { kind: 'field', names, unit: isShared ? unit : undefined, trainSteps: trainSteps.end },
    {
      values: encodeDoubles([steps, height, width, names.length], besideEachOther(series)),
      ...splitsOf(items),
    },
  );
}

/** Its items are a step and the next, of the same variables. */
function refuseRoles(data: FieldSettings): void {
  if (data.dataset !== 'field') return;
  const { targets, history, static: still, areaWeights } = data;
  if (areaWeights)
    throw new BadInputError(
      'data.areaWeights: a project for a cluster counts all cells alike; leave it out, or train on this machine instead.',
    );
  const setting =
    targets !== undefined ? 'targets' : history > 1 ? 'history' : still.length > 0 ? 'static' : undefined;
  if (setting === undefined) return;
  throw new BadInputError(
    `data.${setting}: a project for a cluster predicts all its variables from the step before alone; leave it out, or train on this machine instead.`,
  );
}

/** More than that is nothing to be carried about. */
const mostFieldBytes = 2e9;

/** [steps, height, width, fields] */
function besideEachOther({ fields, steps, height, width }: FieldSeries): Float64Array {
  const perStep = height * width * fields.length;
  if (steps * perStep * Float64Array.BYTES_PER_ELEMENT > mostFieldBytes)
    throw new BadInputError(
      `data.path: a project for a cluster carries its fields with it, and these are ${Math.round((steps * perStep * 8) / 1e9)} GB; name fewer variables or steps, or train on this machine instead.`,
    );
  const values = new Float64Array(steps * perStep);
  for (let step = 0; step < steps; step += 1)
    fields.forEach((own, field) => {
      own.step(step).forEach((value, at) => {
        values[step * perStep + at * fields.length + field] = value;
      });
    });
  return values;
}

function splitsOf(splits: { readonly [split: string]: Uint32Array }): Record<string, Uint8Array> {
  return Object.fromEntries(
    Object.entries(splits).map(([split, items]) => [`${split}-items`, encodeIndices([items.length], items)]),
  );
}

function filesOf(facts: object, arrays: Readonly<Record<string, Uint8Array>>): DataFiles {
  return new Map([
    ['data.json', Buffer.from(`${JSON.stringify(facts)}\n`)],
    ...Object.entries(arrays).map(([name, bytes]) => [`${name}.npy`, bytes] as const),
  ]);
}
