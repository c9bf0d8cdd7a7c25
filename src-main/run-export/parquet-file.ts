import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { textForNotFinite } from './json-file';
import type { PointsRecord, RunHead } from './run-record';

/** Key of the file's own metadata that holds the run's settings as JSON. */
export const headKey = 'parasample.run';

/** Times in milliseconds since the Unix epoch. */
export const parquetColumns = ['metric', 'step', 'epoch', 'time', 'value'] as const;

const schema: SchemaElement[] = [
  { name: 'root', num_children: parquetColumns.length },
  { name: 'metric', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
  { name: 'step', type: 'INT64', repetition_type: 'REQUIRED' },
  { name: 'epoch', type: 'DOUBLE', repetition_type: 'REQUIRED' },
  { name: 'time', type: 'DOUBLE', repetition_type: 'REQUIRED' },
  { name: 'value', type: 'DOUBLE', repetition_type: 'REQUIRED' },
];

/** What a run measured as a Parquet table, a row group for each of the records. */
export async function* parquetBytes(
  head: RunHead,
  records: Iterable<PointsRecord>,
): AsyncGenerator<Uint8Array> {
  const buffer = new ByteWriter();
  const writer = new ParquetWriter({
    writer: buffer,
    schema,
    kvMetadata: [{ key: headKey, value: JSON.stringify(head, textForNotFinite) }],
    createdBy: 'Parasample',
  });
  for (const record of records) {
    const columnData = columnsOf(record);
    await writer.write({ columnData, rowGroupSize: record.names.length });
    yield takeBytes(buffer);
  }
  await writer.finish();
  yield takeBytes(buffer);
}

function columnsOf({ names, steps, epochs, times, values }: PointsRecord) {
  return [
    { name: 'metric', data: [...names] },
    { name: 'step', data: steps.map(BigInt) },
    { name: 'epoch', data: Float64Array.from(epochs) },
    { name: 'time', data: Float64Array.from(times) },
    { name: 'value', data: Float64Array.from(values) },
  ];
}

/** What was written since the last time; the writer itself goes on counting from the file's start. */
function takeBytes(buffer: ByteWriter): Uint8Array {
  const bytes = buffer.getBytes().slice();
  buffer.index = 0;
  return bytes;
}
