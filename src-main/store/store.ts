import { AnnotationWriter } from './annotation-writer';
import { storeFile } from './backup-files';
import { CurveReader } from './curves/curve-reader';
import { PointSealer } from './curves/point-sealer';
import { Database } from './database';
import { oneAtATime } from './one-at-a-time';
import { RunContinuation } from './run-continuation';
import { RunReader } from './run-reader';
import { RunTable } from './run-table';
import { RunWriter } from './run-writer';
import { SavedViews } from './saved-views';

/** All that is kept of runs: `<home>/parasample.sqlite`. */
export interface Store {
  readonly reader: RunReader;
  readonly writer: RunWriter;
  readonly continuation: RunContinuation;
  readonly table: RunTable;
  readonly curves: CurveReader;
  readonly annotations: AnnotationWriter;
  readonly views: SavedViews;
  /** Does something that is none of the store's while no other process of the same home does so. */
  oneAtATime<Result>(action: () => Result): Result;
  close(): void;
}

/** Opens or creates the store. Throws ParasampleError where that cannot be. */
export function openStore(home: string, options: { readonly busyTimeoutMs?: number } = {}): Store {
  const database = Database.open(storeFile(home), options);
  return {
    reader: new RunReader(database),
    writer: new RunWriter(database),
    continuation: new RunContinuation(database),
    table: new RunTable(database),
    curves: new CurveReader(database, new PointSealer(database)),
    annotations: new AnnotationWriter(database),
    views: new SavedViews(database),
    oneAtATime: (action) => oneAtATime(database, action),
    close: () => database.close(),
  };
}
