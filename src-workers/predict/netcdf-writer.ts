import { type FileHandle, open } from 'node:fs/promises';
import { BadInputError } from '../../src-shared/errors';
import { type ClassicLayout, classicLayout, classicNumbers } from './classic-netcdf';
import { axisNames, axisPoints, axisVariables, fieldVariables, keyColumns } from './predicted-variables';
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
        'These fields are more than a classic NetCDF file holds (4 GB for each of its variables); write .zarr or .parquet, or predict for fewer steps.',
      );
    }
  }

  async #put(bytes: Uint8Array, place: number): Promise<void> {
    await this.#file?.handle.write(bytes, 0, bytes.length, place);
  }
}

/** Time, y and x. */
const axes = 3;
