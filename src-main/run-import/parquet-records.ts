import { type FileHandle, open } from 'node:fs/promises';
import { type AsyncBuffer, type FileMetaData, parquetReadObjects } from 'hyparquet';
import { compressors } from '../../src-files/parquet/compressors';
import { checkedMetadata, readableParquet } from '../../src-files/parquet/metadata';
import { BadInputError } from '../../src-shared/errors';
import { headKey, parquetColumns } from '../run-export/parquet-file';
import type { PointsRecord } from '../run-export/run-record';

/**
 * What a Parquet table holds: the text of the run's settings where there is one, then its points, a row group at a
 * time. Throws BadInputError where it is no such table.
 */
export async function* parquetContents(
  fileName: string,
  onRead: (bytes: number) => void,
): AsyncGenerator<string | PointsRecord> {
  const handle = await open(fileName, 'r');
  try {
    const file = await bufferOf(handle, onRead);
    const metadata = await checkedMetadata(file, fileName);
    checkColumns(metadata, fileName);
    const head = metadata.key_value_metadata?.find(({ key }) => key === headKey)?.value;
    if (head !== undefined) yield head;
    yield* pointsOf(file, metadata, fileName);
  } finally {
    await handle.close();
  }
}

async function* pointsOf(
  file: AsyncBuffer,
  metadata: FileMetaData,
  fileName: string,
): AsyncGenerator<PointsRecord> {
  let rowStart = 0;
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows);
    const rows = await readableParquet(fileName, () =>
      parquetReadObjects({ file, metadata, columns: [...parquetColumns], rowStart, rowEnd, compressors }),
    );
    yield {
      type: 'points',
      names: rows.map(({ metric }) => metric),
      steps: rows.map(({ step }) => Number(step)),
      epochs: rows.map(({ epoch }) => epoch),
      times: rows.map(({ time }) => time),
      values: rows.map(({ value }) => value),
    };
    rowStart = rowEnd;
  }
}

function checkColumns({ schema }: FileMetaData, fileName: string): void {
  const names = schema.slice(1).map(({ name }) => name);
  const missing = parquetColumns.find((column) => !names.includes(column));
  if (missing === undefined) return;
  throw new BadInputError(
    `${fileName} has no column ${missing}; a table of a run has ${parquetColumns.join(', ')}.`,
  );
}

async function bufferOf(handle: FileHandle, onRead: (bytes: number) => void): Promise<AsyncBuffer> {
  const { size } = await handle.stat();
  return {
    byteLength: size,
    slice: async (start, end = size) => {
      // A damaged file may name places that are not in it.
      if (!(start >= 0 && start <= end && end <= size))
        throw new RangeError('it names a place outside of itself');
      const bytes = new Uint8Array(end - start);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
      onRead(bytesRead);
      return bytes.buffer.slice(0, bytesRead);
    },
  };
}
