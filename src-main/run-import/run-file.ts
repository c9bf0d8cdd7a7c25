import { open, stat } from 'node:fs/promises';
import { noAnnotations } from '../../src-shared/annotations';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment';
import type { PointsRecord, RunHead, RunRecord } from '../../src-shared/run-record';
import { newRunId } from '../runs/run-id';
import { csvRecords } from './csv-records';
import { jsonRecords } from './json-records';

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
  const start = await startOf(file);
  if (start === '' || start.startsWith('[') || start.startsWith('{')) yield* jsonRecords(file, onRead);
  else yield* csvRun(request);
}

/** A table and, beside it, what `export --format csv` wrote of the rest of the run. */
async function* csvRun({ file, experiment, onRead }: RunFile): AsyncGenerator<RunRecord> {
  const points = csvRecords(file, onRead);
  const rest = `${file}.run.json`;
  if (experiment === undefined && (await isFile(rest))) yield* joined(jsonRecords(rest, onRead), points);
  else yield* runOfTable(points, experiment, file);
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

/** A run that consists of nothing but what it measured: it began at its first point and ended at its last. */
export async function* runOfTable(
  points: AsyncIterable<PointsRecord>,
  experiment: Experiment | undefined,
  file: string,
): AsyncGenerator<RunRecord> {
  if (!experiment)
    throw new BadInputError(
      `${file} does not say what was trained; name the experiment file too: parasample import ${file} EXPERIMENT.`,
    );
  let count = 0;
  let ended = 0;
  for await (const record of points) {
    if (count === 0) yield headOfTable(experiment, record.times[0] ?? 0);
    count += record.names.length;
    ended = record.times.at(-1) ?? ended;
    yield record;
  }
  yield { type: 'end', points: count, lines: 0, ended };
}

function headOfTable(experiment: Experiment, began: number): RunHead {
  const created = Math.max(0, began);
  return {
    type: 'run',
    format: 'parasample-run',
    version: 1,
    id: newRunId(experiment.name),
    status: 'finished',
    reason: '',
    experiment,
    created,
    started: created,
    engine: 'something else; its metrics were imported',
    metrics: {},
    annotations: noAnnotations,
  };
}

async function startOf(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.toString('latin1', 0, bytesRead).trimStart();
  } finally {
    await handle.close();
  }
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}
