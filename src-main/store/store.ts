import { join } from 'node:path';
import { Database } from './database';
import { RunReader } from './run-reader';
import { RunWriter } from './run-writer';

/** All that is kept of runs: `<home>/parasample.sqlite`. */
export interface Store {
  readonly reader: RunReader;
  readonly writer: RunWriter;
  close(): void;
}

/** Opens or creates the store. Throws ParasampleError where that cannot be. */
export function openStore(home: string, options: { readonly busyTimeoutMs?: number } = {}): Store {
  const database = Database.open(join(home, 'parasample.sqlite'), options);
  return {
    reader: new RunReader(database),
    writer: new RunWriter(database),
    close: () => database.close(),
  };
}
