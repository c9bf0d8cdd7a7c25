import { parentPort, workerData } from 'node:worker_threads';
import { BadInputError, sentenceOf } from '../../src-shared/errors';
import { checkStore } from './check-store';

/** A thread that reads a store once, so that the core goes on answering meanwhile. */

export type StoreCheckOutcome =
  | { readonly ok: true; readonly problems: readonly string[] }
  | { readonly ok: false; readonly isBadInput: boolean; readonly message: string };

parentPort?.postMessage(outcomeOf(workerData));

function outcomeOf(file: string): StoreCheckOutcome {
  try {
    return { ok: true, problems: checkStore(file) };
  } catch (error) {
    const message = sentenceOf(error, `Checking ${file}`);
    return { ok: false, isBadInput: error instanceof BadInputError, message };
  }
}
