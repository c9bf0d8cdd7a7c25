import { type FileHandle, open } from 'node:fs/promises';
import { BadInputError } from '../../src-shared/errors';
import { type ClassicLayout, type ClassicVariable, classicLayout, classicNumbers } from './classic-netcdf';
import type { PredictedFields } from './prediction-inputs';
import type { ResultColumn } from './tables/result-column';
import type { TableWriter } from './tables/table-writer';

interface OpenFile {
  readonly handle: FileHandle;
  readonly layout: ClassicLayout;
}

/**
 * Writes predicted fields as a NetCDF file (classic, 64-bit offsets) in the coordinates of the fields that they were predicted from:
 * `t2m_mean`, `t2m_std` and so on, [time, y, x], in single precision.
 */
export class NetcdfWriter implements TableWriter {
  #file: OpenFile | undefined;
  /** Steps that are written. */
  #done = 0;

  constructor(
    readonly path: string,
    readonly fields: PredictedFields,
  ) {}

  async write(columns: readonly ResultColumn[]): Promise<void> {
    const values = columns.slice(keyColumns);
    this.#file ??= await this.#begin(values.map(({ name }) => name));
    const { names, height, width } = this.fields;
    const cells = height * width;
    const steps = (values[0]?.values.length ?? 0) / (cells * names.length);
    for (const [field] of names.entries())
      for (const [at, column] of values.entries()) {
        const own = Float64Array.from({ length: steps * cells }, (_, cell) =>
          Number(column.values[cell * names.length + field]),
        );
        const begin = this.#file.layout.begins[axes + field * values.length + at] + 4 * this.#done * cells;
        await this.#put(classicNumbers(own, 'single'), begin);
      }
    this.#done += steps;
  }

  async finish(): Promise<void> {
    await this.#file?.handle.sync();
    await this.#file?.handle.close();
  }

  async #begin(columns: readonly string[]): Promise<OpenFile> {
    const { steps, height, width } = this.fields;
    const [time, y, x] = axisNames(this.fields);
    const dimensions = [
      { name: time, length: steps },
      { name: y, length: height },
      { name: x, length: width },
    ];
    const layout = this.#layout(dimensions, columns);
    this.#file = { handle: await open(this.path, 'w'), layout };
    await this.#put(layout.header, 0);
    for (const [axis, points] of axisPoints(this.fields).entries())
      await this.#put(classicNumbers(points, 'double'), layout.begins[axis]);
    return this.#file;
  }

  #layout(dimensions: Parameters<typeof classicLayout>[0], columns: readonly string[]): ClassicLayout {
    const variables = [...axisVariables(this.fields), ...fieldVariables(this.fields, columns)];
    try {
      return classicLayout(dimensions, variables, { Conventions: 'CF-1.8' });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new BadInputError(
        'These fields are more than a classic NetCDF file holds (4 GB for each of its variables); write .parquet, or predict for fewer steps.',
      );
    }
  }

  async #put(bytes: Uint8Array, place: number): Promise<void> {
    await this.#file?.handle.write(bytes, 0, bytes.length, place);
  }
}

/** `step`, `row`, `column` and `field`, which the file's coordinates tell. */
const keyColumns = 4;
/** Time, y and x. */
const axes = 3;

function axisNames({ axes: told }: PredictedFields): readonly string[] {
  return ['time', 'y', 'x'].map((plain, at) => told[at]?.name || plain);
}

/** Where the file does not tell, they are counted: steps from that which follows the first, rows and columns from 0. */
function axisPoints({
  times,
  rows,
  columns,
  steps,
  height,
  width,
}: PredictedFields): readonly Float64Array[] {
  const counted = (length: number, first: number) => Float64Array.from({ length }, (_, at) => first + at);
  return [
    times?.values ?? counted(steps, 1),
    rows.length > 0 ? rows : counted(height, 0),
    columns.length > 0 ? columns : counted(width, 0),
  ];
}

function axisVariables(fields: PredictedFields): readonly ClassicVariable[] {
  const { times } = fields;
  // Those of several files are counted as the first of them does.
  const ofTime = {
    ...(times && times.units !== '' ? { units: times.units } : {}),
    ...(times && times.calendar !== '' ? { calendar: times.calendar } : {}),
  };
  return axisNames(fields).map((name, at) => ({
    name,
    dimensions: [at],
    attributes: { ...fields.axes[at]?.attributes, ...(at === 0 ? ofTime : {}) },
    type: 'double',
  }));
}

/** Quantities without a unit of the field's. */
const unitless = ['crossing'];

function fieldVariables(
  { names, units }: PredictedFields,
  columns: readonly string[],
): readonly ClassicVariable[] {
  return names.flatMap((name, field) =>
    columns.map((column): ClassicVariable => {
      const unit = unitless.includes(column) ? '' : (units[field] ?? '');
      return {
        name: `${name}_${column}`.replace(/[^\p{L}\p{N}_.@+-]/gu, '_'),
        dimensions: [0, 1, 2],
        attributes: { long_name: `${name}, ${column}`, ...(unit === '' ? {} : { units: unit }) },
        type: 'single',
      };
    }),
  );
}
