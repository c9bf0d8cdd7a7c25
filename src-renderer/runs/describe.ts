import { type DataSettings, dataFacts, isKnown } from '../../src-shared/experiment/data';
import { headsOf } from '../../src-shared/experiment/data/heads';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { type Model, networkFacts } from '../../src-shared/experiment/networks';
import type { Phase } from '../../src-shared/protocol/worker-protocol';
import { isOver, type RunProgress, type RunStatus, type RunSummary } from '../../src-shared/runs/runs';
import { inFormWords } from '../settings/form-words';

export const statusTexts: Readonly<Record<RunStatus, string>> = {
  queued: 'Waiting',
  preparing: 'Preparing',
  running: 'Running',
  paused: 'Paused',
  stopping: 'Stopping',
  finished: 'Finished',
  stopped: 'Stopped',
  failed: 'Failed',
  interrupted: 'Interrupted',
};

export const phaseTexts: Readonly<Record<Phase, string>> = {
  loading: 'Loading the data',
  tracing: 'Preparing the step',
  training: 'Training',
  evaluating: 'Scoring on the test items',
  saving: 'Saving the posterior',
};

/** What was trained on, in a few words: files of the person's own have the form of a known set alone. */
export function describeData(data: DataSettings): string {
  return isKnown(data) && 'path' in data && data.path !== undefined ? `own ${data.dataset}` : data.dataset;
}

/** A network in a few words: "MLP 64-128", "CNN 16-32, 64", "ViT 6 x 192". */
export function describeModel(model: Model): string {
  return networkFacts(model).describe(model);
}

/** Whether a run has ended with scores. */
export function hasScores(run: RunSummary): boolean {
  return isOver(run.status) && run.metrics['test.nll'] !== undefined;
}

/** Why a run ended as it did, in the words of the form; empty where there is nothing to say. */
export function reasonOf({ reason }: Pick<RunSummary, 'reason'>): string {
  return inFormWords(reason);
}

/** Share of the steps done, 0 to 1. */
export function progressShare(progress: RunProgress | undefined): number {
  if (!progress || progress.totalSteps === 0) return 0;
  return Math.min(1, progress.step / progress.totalSteps);
}

/** Whether each of several targets has a likelihood of its own. */
export function hasHeads({ data }: Experiment): boolean {
  return headsOf(data).length > 0;
}

/** Whether the run names classes, and so has accuracies, reliability and items to doubt. */
export function namesClasses({ data }: Experiment): boolean {
  return dataFacts(data).namesClasses(data);
}
