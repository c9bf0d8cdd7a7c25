import { parentPort, workerData } from 'node:worker_threads';
import { checkData } from '../../src-files/data/check-data';
import { BadInputError, sentenceOf } from '../../src-shared/errors';
import type { DataSettings } from '../../src-shared/experiment/data';

/** A thread that reads the data of an experiment once, so that the core goes on answering meanwhile. */

export interface CheckTask {
  readonly data: DataSettings;
  readonly location: string;
}

export type CheckOutcome =
  | { readonly ok: true; readonly itemShape: readonly number[] }
  | { readonly ok: false; readonly isBadInput: boolean; readonly message: string };

const { data, location }: CheckTask = workerData;
checkData(data, location).then(
  (itemShape) => answer({ ok: true, itemShape }),
  (error: unknown) =>
    answer({
      ok: false,
      isBadInput: error instanceof BadInputError,
      message: sentenceOf(error, 'Reading the data'),
    }),
);

function answer(outcome: CheckOutcome): void {
  parentPort?.postMessage(outcome);
}
