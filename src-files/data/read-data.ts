import type {
  DataSettings,
  FieldSettings,
  SeriesSettings,
  TableSettings,
} from '../../src-shared/datasets/data-settings';
import { kindOfData } from '../../src-shared/datasets/data-settings';
import { seriesItemShape } from '../../src-shared/datasets/item-shape';
import { type FieldPlace, knownSeries, knownTables } from '../../src-shared/datasets/known-sets';
import { windowsOf } from '../../src-shared/datasets/windows';
import { BadInputError } from '../../src-shared/errors';
import { type Csv, parseCsv } from '../csv/csv';
import type { FileSource } from '../file-source';
import { readImages } from '../images/read-images';
import { type FieldSeries, fieldPlaces, type GridVariable, joinFields } from './field';
import { fieldItems } from './field-items';
import { type Table, tableOf } from './table';
import { type TimeSeries, timeSeriesOf } from './time-series';
import { heldOutPictures, trainableRows } from './train-items';

/**
 * Below, `location` is the folder of a data set that Parasample knows (or that the person names in its place), or the
 * person's own file. All functions throw BadInputError naming the file and what would be right.
 */

export async function readTable(data: TableSettings, location: string, source: FileSource): Promise<Table> {
  const path = data.dataset === 'table' ? location : `${location}/${knownTables[data.dataset].file}`;
  return tableOf(await readCsv(path, source), data);
}

export async function readTimeSeries(
  data: SeriesSettings,
  location: string,
  source: FileSource,
): Promise<TimeSeries> {
  const path = data.dataset === 'time-series' ? location : `${location}/${knownSeries[data.dataset].file}`;
  return timeSeriesOf(await readCsv(path, source), data);
}

export async function readFields(
  data: FieldSettings,
  location: string,
  source: FileSource,
): Promise<FieldSeries> {
  const fields = await readFieldsAt(fieldPlaces(data, location), source);
  if (fields.steps < 2)
    throw new BadInputError(`${location} has ${fields.steps} time step; predicting the next needs two.`);
  return fields;
}

/** Fields wherever they lie, of any number of time steps. */
export async function readFieldsAt(places: readonly FieldPlace[], source: FileSource): Promise<FieldSeries> {
  const variables = new Map<string, GridVariable>();
  for (const file of new Set(places.map((place) => place.file))) {
    const here = places.filter((place) => place.file === file);
    const read = await source.gridVariables(
      await fileAt(file, source),
      file,
      here.map(({ variable }) => variable),
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

/** Reads and checks everything that a run would read, and returns the shape of one item's inputs. */
export async function checkData(
  data: DataSettings,
  location: string,
  source: FileSource,
): Promise<readonly number[]> {
  const { kind, data: settings } = kindOfData(data);
  switch (kind) {
    case 'images': {
      const { train } = await readImages(settings.dataset, location, source);
      heldOutPictures(train.items, settings.validationFraction);
      return [train.height, train.width, train.channels];
    }
    case 'table': {
      const { rows, features } = await readTable(settings, location, source);
      trainableRows(rows, settings);
      return [features.length];
    }
    case 'time-series':
      windowsOf((await readTimeSeries(settings, location, source)).values.length, settings);
      return seriesItemShape(settings);
    case 'field': {
      const fields = await readFields(settings, location, source);
      fieldItems(fields, settings);
      return [fields.height, fields.width, fields.names.length];
    }
  }
}

async function readCsv(path: string, source: FileSource): Promise<Csv> {
  return parseCsv(await fileAt(path, source), path);
}

async function fileAt(path: string, source: FileSource): Promise<Uint8Array> {
  const bytes = await source.read(path);
  if (!bytes) throw new BadInputError(`${path} is missing; there is no such file.`);
  return bytes;
}
