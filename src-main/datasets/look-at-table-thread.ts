import { parentPort, workerData } from 'node:worker_threads';
import { lookAtTable } from '../../src-files/look/look-at-table';
import type { TableLook } from '../../src-shared/data/data-look';
import { BadInputError, sentenceOf } from '../../src-shared/errors';
import type { Dialect } from '../../src-shared/experiment/data/dialect';

/** A thread that looks at a table once, so that the core goes on answering meanwhile. */

export interface LookTask {
  readonly file: string;
  readonly target: string | undefined;
  readonly dialect: Dialect | undefined;
}

export type LookOutcome =
  | { readonly ok: true; readonly look: TableLook }
  | { readonly ok: false; readonly isBadInput: boolean; readonly message: string };

const { file, target, dialect }: LookTask = workerData;
lookAtTable(file, target, dialect).then(
  (look) => answer({ ok: true, look }),
  (error: unknown) =>
    answer({
      ok: false,
      isBadInput: error instanceof BadInputError,
      message: sentenceOf(error, 'Looking at the table'),
    }),
);

function answer(outcome: LookOutcome): void {
  parentPort?.postMessage(outcome);
}
