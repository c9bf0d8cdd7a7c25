import { parentPort, workerData } from 'node:worker_threads';
import { checkData } from '../../src-files/data/check-data';
import { withFingerprint } from '../../src-files/fingerprinting';
import type { DataFingerprint } from '../../src-shared/data/data-fingerprint';
import { BadInputError, sentenceOf } from '../../src-shared/errors';
import type { DataSettings } from '../../src-shared/experiment/data';

/** A thread that reads the data of an experiment once, so that the core goes on answering meanwhile. */

export interface CheckTask {
  readonly data: DataSettings;
  readonly location: string;
  /** What is predicted has to be counts. */
  readonly areCounts: boolean;
}

/** Data that can be trained on. */
export interface CheckedData {
  /** Of one item's inputs. */
  readonly itemShape: readonly number[];
  readonly fingerprint: DataFingerprint;
}

export type CheckOutcome =
  | ({ readonly ok: true } & CheckedData)
  | { readonly ok: false; readonly isBadInput: boolean; readonly message: string };

const { data, location, areCounts }: CheckTask = workerData;
withFingerprint(() => checkData(data, location, areCounts)).then(
  ({ value, fingerprint }) => answer({ ok: true, itemShape: value, fingerprint }),
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
