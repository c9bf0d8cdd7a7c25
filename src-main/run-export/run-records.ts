import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunSummary, StoredPoint } from '../../src-shared/runs/runs';
import type { RunReader } from '../store/run-reader';
import { type PointsRecord, type RunHead, type RunRecord, reportNames } from './run-record';

export interface ExportedRun {
  readonly reader: RunReader;
  readonly runFolder: string;
  readonly run: RunSummary;
}

/** A run record by record, read from the store in pages: a long run is never in memory as a whole. */
export async function* runRecords(exported: ExportedRun): AsyncGenerator<RunRecord> {
  const { reader, run } = exported;
  yield headOf(run);
  let points = 0;
  for (const record of pointRecords(exported)) {
    points += record.names.length;
    yield record;
  }
  let lines = 0;
  for (let page = reader.logs(run.id, 0); page.length > 0; page = reader.logs(run.id, page.at(-1)?.id ?? 0)) {
    lines += page.length;
    yield { type: 'logs', lines: page.map(({ id: _id, ...line }) => line) };
  }
  yield* reports(exported);
  yield { type: 'end', points, lines };
}

/** Only what the run measured. */
export function* pointRecords({ reader, run: { id } }: ExportedRun): Generator<PointsRecord> {
  for (let page = reader.points(id, 0); page.length > 0; page = reader.points(id, page.at(-1)?.id ?? 0))
    yield columnsOf(page);
}

export function headOf(run: RunSummary): RunHead {
  return { type: 'run', format: 'parasample-run', version: 1, ...run };
}

function columnsOf(points: readonly StoredPoint[]): PointsRecord {
  return {
    type: 'points',
    names: points.map(({ name }) => name),
    steps: points.map(({ step }) => step),
    epochs: points.map(({ epoch }) => epoch),
    times: points.map(({ time }) => time),
    values: points.map(({ value }) => value),
  };
}

/** Those that the run has written; one that cannot be read is left out, as views leave it. */
async function* reports({ runFolder }: ExportedRun): AsyncGenerator<RunRecord> {
  for (const name of reportNames) {
    const text = await readFile(join(runFolder, name), 'utf8').catch(() => undefined);
    const content = text === undefined ? undefined : jsonOf(text);
    if (content !== undefined) yield { type: 'report', name, content };
  }
}

function jsonOf(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
