import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../make-folder';
import { refusedWriting } from '../refused-writing';
import { newRunId } from './run-id';

/** Among hundreds of runs of one name two ids meet now and then. */
const mostTries = 100;

export function runFolderOf(home: string, runId: string): string {
  return join(home, 'runs', runId);
}

/** Makes the folder of a new run of this name; returns the run's id, which no other run in this home has. */
export function makeRunFolder(home: string, name: string): string {
  const runs = join(home, 'runs');
  for (let tries = 1; ; tries += 1) {
    const id = newRunId(name);
    try {
      makeFolder(runs);
      mkdirSync(join(runs, id));
      return id;
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (!isTaken || tries === mostTries) throw refusedWriting(error, 'The run', join(runs, id));
    }
  }
}
