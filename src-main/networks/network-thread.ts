import { parentPort, workerData } from 'node:worker_threads';
import { BadInputError, sentenceOf } from '../../src-shared/errors';
import { doNetworkTask, type NetworkResults, type NetworkTask } from './network-work';

/** A thread that reads a network's file, so that the core goes on answering meanwhile, and its memory is given back at once. */

export type NetworkOutcome =
  | { readonly ok: true; readonly result: NetworkResults[NetworkTask['kind']] }
  | { readonly ok: false; readonly isBadInput: boolean; readonly message: string };

function outcomeOf(task: NetworkTask): NetworkOutcome {
  try {
    return { ok: true, result: doNetworkTask(task) };
  } catch (error) {
    const isBadInput = error instanceof BadInputError;
    return { ok: false, isBadInput, message: sentenceOf(error, 'Reading the network') };
  }
}

parentPort?.postMessage(outcomeOf(workerData));
