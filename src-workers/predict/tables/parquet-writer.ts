import { open } from 'node:fs/promises';
import { fileWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { ResultColumn } from './result-column';
import type { TableWriter } from './table-writer';

const types = { text: 'BYTE_ARRAY', count: 'INT32', number: 'DOUBLE' } as const;

/** Apache Parquet: texts in UTF-8, 32-bit whole numbers, 64-bit numbers; no column has gaps. */
export class ParquetTableWriter implements TableWriter {
  #writer: ParquetWriter | undefined;

  constructor(readonly path: string) {}

  async write(columns: readonly ResultColumn[]): Promise<void> {
    this.#writer ??= new ParquetWriter({ writer: fileWriter(this.path), schema: schemaOf(columns) });
    const columnData = columns.map(({ name, values }) => ({
      name,
      data: Array.from<string | number>(values),
    }));
    await this.#writer.write({ columnData });
  }

  async finish(): Promise<void> {
    await this.#writer?.finish();
    const handle = await open(this.path, 'r+');
    await handle.sync();
    await handle.close();
  }
}

function schemaOf(columns: readonly ResultColumn[]): SchemaElement[] {
  const elements = columns.map(
    ({ name, kind }): SchemaElement => ({
      name,
      type: types[kind],
      repetition_type: 'REQUIRED',
      ...(kind === 'text' ? { converted_type: 'UTF8' } : {}),
    }),
  );
  return [{ name: 'predictions', num_children: columns.length }, ...elements];
}
