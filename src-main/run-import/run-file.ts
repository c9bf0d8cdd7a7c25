import { open, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import type { PointsRecord, RunRecord } from '../run-export/run-record';
import { csvRecords } from './csv-records';
import { eventFilesOf, isEventFileName } from './event-files';
import { jsonRecords } from './json-records';
import { parquetContents } from './parquet-records';
import { posteriorRecords } from './posterior-records';
import { type TableContent, tableRun } from './table-run';
import { tensorboardContents } from './tensorboard-records';
import { WallTimes } from './wall-times';

export type RunFormat = 'json' | 'csv' | 'parquet' | 'tensorboard' | 'posterior';

export interface RunFile {
  readonly file: string;
  /** What the run trained, for tables that do not say so themselves. */
  readonly experiment?: Experiment;
  /** Told of each piece that was read, in bytes. */
  readonly onRead: (bytes: number) => void;
}

/**
 * The records of a run in any of the formats in which runs are exported; what a file is, its content tells. Throws
 * BadInputError where it is none of them, or a table that needs an experiment and has none.
 */
export async function* recordsOfFile(request: RunFile): AsyncGenerator<RunRecord> {
  const { file, onRead } = request;
  switch (await formatOf(file)) {
    case 'json':
      yield* jsonRecords(file, onRead);
      return;
    case 'csv':
      yield* csvRun(request);
      return;
    case 'parquet':
      yield* contentsRun(parquetContents(file, onRead), request);
      return;
    case 'tensorboard':
      yield* contentsRun(tensorboardContents(file, onRead), request);
      return;
    case 'posterior':
      yield* posteriorRecords(file, onRead);
  }
}

/** The format of a run's file, by its content; of a folder by the names in it. Throws BadInputError for what is no plain file. */
export async function formatOf(file: string): Promise<RunFormat> {
  const found = await stat(file);
  if (found.isDirectory() && (await eventFilesOf(file)).length > 0) return 'tensorboard';
  // A device or a pipe may have no end.
  if (!found.isFile())
    throw new BadInputError(
      `${file} is no plain file and no folder with event files of TensorBoard; name a file of a run.`,
    );
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    const start = buffer.toString('latin1', 0, bytesRead);
    if (start.startsWith('PAR1')) return 'parquet';
    if (extname(file) === '.safetensors') return 'posterior';
    // The first record's length, in eight bytes, is a small number.
    if (isEventFileName(file) || start.slice(2, 8) === '\0'.repeat(6)) return 'tensorboard';
    return start === '' || /^\s*[[{]/.test(start) ? 'json' : 'csv';
  } finally {
    await handle.close();
  }
}

async function* contentsRun(
  contents: AsyncIterable<TableContent>,
  { file, experiment }: RunFile,
): AsyncGenerator<RunRecord> {
  const times = new WallTimes();
  // Without an experiment it is a file of ours, or refused.
  yield* tableRun(experiment ? readTimes(contents, times) : contents, experiment, file, times);
}

async function* readTimes(
  contents: AsyncIterable<TableContent>,
  times: WallTimes,
): AsyncGenerator<TableContent> {
  for await (const part of contents)
    yield typeof part === 'object' && part.type === 'points' ? times.read(part) : part;
}

/** A table and, beside it, the rest of its run. */
async function* csvRun({ file, experiment, onRead }: RunFile): AsyncGenerator<RunRecord> {
  const rest = restOf(file);
  if (experiment === undefined && (await isFile(rest))) {
    yield* joined(jsonRecords(rest, onRead), csvRecords(file, onRead));
    return;
  }
  const times = new WallTimes();
  yield* tableRun(csvRecords(file, onRead, times), experiment, file, times);
}

async function* joined(
  rest: AsyncIterable<RunRecord>,
  points: AsyncIterable<PointsRecord>,
): AsyncGenerator<RunRecord> {
  for await (const record of rest) {
    yield record;
    if (record.type === 'run') yield* points;
  }
}

/** Where, beside a table, `export --format csv` writes the rest of its run. */
export function restOf(file: string): string {
  return `${file}.run.json`;
}

export async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}
