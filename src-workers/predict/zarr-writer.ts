import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { ClassicVariable } from './classic-netcdf';
import { axisNames, axisPoints, axisVariables, fieldVariables, keyColumns } from './predicted-variables';
import type { PredictedFields } from './prediction-inputs';
import type { ResultColumn } from './tables/result-column';
import type { TableWriter } from './tables/table-writer';

/** Numbers of a chunk, 4 MB of them, where a step has no more. */
const numbersOfChunk = 1_000_000;
const level = 1;

/** Of an array's chunks those that are not whole yet. */
interface OpenArray {
  readonly name: string;
  readonly chunk: Float32Array;
}

/**
 * Writes predicted fields as a Zarr store (version 2, consolidated, zlib) in the coordinates of the fields that they were predicted
 * from: `t2m_mean`, `t2m_std` and so on, [time, y, x], in single precision. https://zarr-specs.readthedocs.io/en/latest/v2/v2.0.html
 */
export class ZarrWriter implements TableWriter {
  readonly #cells: number;
  readonly #stepsOfChunk: number;
  #arrays: readonly OpenArray[] | undefined;
  /** Steps that were given. */
  #done = 0;

  /** @param folder that is there, and empty */
  constructor(
    readonly folder: string,
    readonly fields: PredictedFields,
  ) {
    this.#cells = fields.height * fields.width;
    const most = Math.max(1, Math.floor(numbersOfChunk / this.#cells));
    this.#stepsOfChunk = Math.min(most, fields.steps);
  }

  async write(columns: readonly ResultColumn[]): Promise<void> {
    const values = columns.slice(keyColumns);
    this.#arrays ??= await this.#begin(values.map(({ name }) => name));
    const { names } = this.fields;
    const steps = (values[0]?.values.length ?? 0) / (this.#cells * names.length);
    for (let step = 0; step < steps; step += 1) {
      const place = (this.#done % this.#stepsOfChunk) * this.#cells;
      for (const [field] of names.entries())
        for (const [at, column] of values.entries()) {
          const { chunk } = this.#arrays[field * values.length + at];
          for (let cell = 0; cell < this.#cells; cell += 1)
            chunk[place + cell] = Number(column.values[(step * this.#cells + cell) * names.length + field]);
        }
      this.#done += 1;
      if (this.#done % this.#stepsOfChunk === 0) await this.#writeChunks();
    }
  }

  async finish(): Promise<void> {
    if (this.#done % this.#stepsOfChunk !== 0) await this.#writeChunks();
  }

  /** Chunks at the end are whole, too: what is beyond the last step is nothing. */
  async #writeChunks(): Promise<void> {
    const index = Math.ceil(this.#done / this.#stepsOfChunk) - 1;
    for (const { name, chunk } of this.#arrays ?? []) {
      await put(join(this.folder, name, `${index}.0.0`), packed(chunk));
      chunk.fill(Number.NaN);
    }
  }

  async #begin(columns: readonly string[]): Promise<readonly OpenArray[]> {
    const { steps, height, width } = this.fields;
    const lengths = [steps, height, width];
    const axes = axisVariables(this.fields);
    const fields = fieldVariables(this.fields, columns);
    const files = new Map<string, object>([
      ['.zgroup', { zarr_format: 2 }],
      ['.zattrs', { Conventions: 'CF-1.8' }],
      ...axes.flatMap((axis, at) => this.#described(axis, [lengths[at]], [lengths[at]])),
      ...fields.flatMap((field) => this.#described(field, lengths, [this.#stepsOfChunk, height, width])),
    ]);
    for (const { name } of [...axes, ...fields]) await mkdir(join(this.folder, name));
    for (const [name, content] of files) await put(join(this.folder, name), json(content));
    await put(
      join(this.folder, '.zmetadata'),
      json({ zarr_consolidated_format: 1, metadata: Object.fromEntries(files) }),
    );
    for (const [at, points] of axisPoints(this.fields).entries())
      await put(join(this.folder, axes[at].name, '0'), packed(points));
    const size = this.#stepsOfChunk * this.#cells;
    return fields.map(({ name }) => ({ name, chunk: new Float32Array(size).fill(Number.NaN) }));
  }

  #described(
    { name, dimensions, attributes, type }: ClassicVariable,
    shape: readonly number[],
    chunks: readonly number[],
  ): readonly (readonly [string, object])[] {
    const names = axisNames(this.fields);
    return [
      [
        `${name}/.zarray`,
        {
          zarr_format: 2,
          shape,
          chunks,
          dtype: type === 'single' ? '<f4' : '<f8',
          compressor: { id: 'zlib', level },
          fill_value: type === 'single' ? 'NaN' : null,
          order: 'C',
          filters: null,
          dimension_separator: '.',
        },
      ],
      [
        `${name}/.zattrs`,
        { ...attributes, _ARRAY_DIMENSIONS: dimensions.map((dimension) => names[dimension]) },
      ],
    ];
  }
}

/** Processors that this runs on have the lowest byte first. */
function packed(values: Float32Array | Float64Array): Uint8Array {
  return deflateSync(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), { level });
}

function json(content: object): Uint8Array {
  return Buffer.from(`${JSON.stringify(content, undefined, 4)}\n`);
}

async function put(file: string, bytes: Uint8Array): Promise<void> {
  await writeFile(file, bytes, { flush: true });
}
