import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { makeFolder } from '../make-folder';
import { refusedReading } from '../refused-reading';
import type { RunHead, RunRecord } from '../run-export/run-record';
import { makeRunFolder } from '../runs/run-folder';
import type { Store } from '../store/store';
import { ArrivingRun } from './arriving-run';

export interface RunImport {
  readonly home: string;
  readonly store: Store;
  /** Named in sentences about what is wrong with it; a posterior of the run may lie beside it. */
  readonly fileName: string;
  readonly records: AsyncIterable<RunRecord>;
  readonly signal?: AbortSignal;
}

export interface ImportedRun {
  readonly runId: string;
  /** Whether its posterior came along. */
  readonly hasPosterior: boolean;
}

/**
 * Stores a run that came from a file, under its own id or, where another run has it, under a new one, and with it the
 * posterior that lies beside the file. Nothing is left of a run that does not arrive as a whole. Throws BadInputError saying what is wrong with the file,
 * FailedError where it cannot be stored.
 */
export async function importRun(request: RunImport): Promise<ImportedRun> {
  const { records, signal, fileName } = request;
  let run: ArrivingRun | undefined;
  try {
    for await (const record of records) {
      signal?.throwIfAborted();
      if (run) await run.take(record);
      else run = begin(request, record);
    }
    if (!run) throw new BadInputError(`${fileName} is empty; a run's file begins with its settings.`);
    const hasPosterior = await run.takePosterior();
    run.finish();
    return { runId: run.runId, hasPosterior };
  } catch (error) {
    await run?.discard();
    throw refusedReading(error, fileName);
  }
}

function begin({ home, store, fileName }: RunImport, record: RunRecord): ArrivingRun {
  if (record.type !== 'run')
    throw new BadInputError(`${fileName} does not begin with a run's settings, as a run's file does.`);
  const runId = makeFolderFor(record, home, store);
  return new ArrivingRun(store, runId, join(home, 'runs', runId), record, fileName);
}

/** Makes the folder of the run and returns its id: its own where it is free. */
function makeFolderFor({ id, experiment }: RunHead, home: string, store: Store): string {
  const runs = join(home, 'runs');
  if (store.reader.isKnown(id)) return makeRunFolder(home, experiment.name);
  try {
    makeFolder(runs);
    mkdirSync(join(runs, id));
    return id;
  } catch {
    // Left by a run that the store has forgotten, or no place at all: the next says which.
    return makeRunFolder(home, experiment.name);
  }
}
