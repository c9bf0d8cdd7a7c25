import { parentPort, workerData } from 'node:worker_threads';
import { lookAtData } from '../../src-files/look/look-at-data';
import type { DataLook } from '../../src-shared/data/data-look';
import { BadInputError, sentenceOf } from '../../src-shared/errors';
import type { Dialect } from '../../src-shared/experiment/data/dialect';

/** A thread that looks at data once, so that the core goes on answering meanwhile, and can end it. */

export interface LookTask {
  readonly path: string;
  readonly target: string | undefined;
  readonly dialect: Dialect;
}

export type LookMessage =
  | { readonly kind: 'progress'; readonly step: string; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly look: DataLook }
  | { readonly kind: 'failed'; readonly isBadInput: boolean; readonly message: string };

const { path, target, dialect }: LookTask = workerData;
lookAtData(path, {
  target,
  dialect,
  isDrawn: true,
  onProgress: (step, done, total) => tell({ kind: 'progress', step, done, total }),
}).then(
  (look) => tell({ kind: 'done', look }),
  (error: unknown) =>
    tell({
      kind: 'failed',
      isBadInput: error instanceof BadInputError,
      message: sentenceOf(error, 'Looking at the data'),
    }),
);

function tell(message: LookMessage): void {
  parentPort?.postMessage(message);
}
