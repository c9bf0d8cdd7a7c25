import { Worker } from 'node:worker_threads';
import { builtThread } from '../../src-files/built-thread';
import { firstMessage } from '../../src-files/first-message';
import type { StartQuestion } from '../../src-files/trained/start-match';
import { BadInputError, FailedError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { startOf, withStartFile } from '../../src-shared/experiment/start';
import type { NetworkOutline } from '../../src-shared/network/network-layer';
import type { StartTable } from '../../src-shared/network/start-match';
import type { NetworkOutcome } from './network-thread';
import { doNetworkTask, type NetworkResults, type NetworkTask } from './network-work';

/** The weights of a network's file, and what takes what from which, as `networkOutline`. Throws BadInputError. */
export async function outlineInThread(
  path: string,
  classes: number | undefined,
  threadFile?: string,
): Promise<NetworkOutline> {
  return inThread<'outline'>({ kind: 'outline', path, classes }, threadFile);
}

/** As `startMatch`. Throws BadInputError. */
export async function startMatchInThread(question: StartQuestion): Promise<StartTable> {
  return inThread<'match'>({ kind: 'match', question });
}

/** As `checkNetwork`; where no file is read, at once. Throws BadInputError. */
export async function checkNetworkInThread(
  experiment: Experiment,
  itemShape: readonly number[],
): Promise<void> {
  const task = { kind: 'check', experiment, itemShape } as const;
  if (readsFile(experiment)) await inThread<'check'>(task);
  else doNetworkTask(task);
}

/** The experiment with the files of its network and of its start kept in this home. Throws BadInputError or FailedError. */
export async function keepInThread(experiment: Experiment, home: string): Promise<Experiment> {
  return readsFile(experiment) ? inThread<'keep'>({ kind: 'keep', experiment, home }) : experiment;
}

/** The same of many, which have mostly the same files: each is read once. */
export async function keepAllInThread(
  experiments: readonly Experiment[],
  home: string,
): Promise<readonly Experiment[]> {
  const known = new Map<string, Experiment>();
  const all: Experiment[] = [];
  for (const experiment of experiments) {
    const { model } = experiment;
    const files = JSON.stringify([model.kind === 'onnx' ? model.path : '', startOf(experiment)?.file]);
    const kept = known.get(files) ?? (await keepInThread(experiment, home));
    known.set(files, kept);
    all.push(withFilesOf(kept, experiment));
  }
  return all;
}

function withFilesOf({ model: kept, ...others }: Experiment, experiment: Experiment): Experiment {
  const { model } = experiment;
  const file = startOf({ model: kept, ...others })?.file;
  const started = file === undefined ? experiment : withStartFile(experiment, file);
  return model.kind === 'onnx' && kept.kind === 'onnx'
    ? { ...started, model: { ...model, path: kept.path } }
    : started;
}

function readsFile(experiment: Experiment): boolean {
  return experiment.model.kind === 'onnx' || startOf(experiment)?.file !== undefined;
}

/** In a thread of its own, where the built thread is there. */
async function inThread<Kind extends NetworkTask['kind']>(
  task: NetworkTask & { readonly kind: Kind },
  threadFile = builtThread('network-thread'),
): Promise<NetworkResults[Kind]> {
  if (threadFile === undefined) return doNetworkTask(task) as NetworkResults[Kind];
  const outcome = await firstMessage<NetworkOutcome>(new Worker(threadFile, { workerData: task }), {
    ended: () => new FailedError('Reading the network ended before it was done; please try again.'),
  });
  if (outcome.ok) return outcome.result as NetworkResults[Kind];
  throw outcome.isBadInput ? new BadInputError(outcome.message) : new FailedError(outcome.message);
}
