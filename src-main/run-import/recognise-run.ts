import { BadInputError } from '../../src-shared/errors';
import type { LogsRecord, PointsRecord, RunHead } from '../run-export/run-record';
import { csvRecords } from './csv-records';
import { parquetContents } from './parquet-records';
import { formatOf, isFile, type RunFormat, recordsOfFile, restOf } from './run-file';
import { tensorboardContents } from './tensorboard-records';
import { WallTimes } from './wall-times';

export interface RecognisedRun {
  readonly format: RunFormat;
  /** The run's settings; missing where somebody has to name them. */
  readonly head?: RunHead;
}

const nobodyListens = () => undefined;

/** What a file of a run says of itself, before it is imported. Throws BadInputError for a file that holds no run. */
export async function recogniseRun(file: string): Promise<RecognisedRun> {
  const format = await formatOf(file);
  if (!(await saysWhatWasTrained(file, format))) return { format };
  for await (const record of recordsOfFile({ file, onRead: nobodyListens }))
    if (record.type === 'run') return { format, head: record };
  throw new BadInputError(`${file} holds no run.`);
}

async function saysWhatWasTrained(file: string, format: RunFormat): Promise<boolean> {
  switch (format) {
    case 'json':
    case 'posterior':
      return true;
    case 'csv':
      if (await isFile(restOf(file))) return true;
      // Refuses a table of something else.
      await firstOf(csvRecords(file, nobodyListens, new WallTimes()));
      return false;
    case 'parquet':
      return typeof (await firstOf(parquetContents(file, nobodyListens))) === 'string';
    case 'tensorboard':
      return typeof (await firstOf(tensorboardContents(file, nobodyListens))) === 'string';
  }
}

async function firstOf(parts: AsyncIterable<string | PointsRecord | LogsRecord>) {
  for await (const part of parts) return part;
  return undefined;
}
