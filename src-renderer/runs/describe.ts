import { type DataSettings, dataFacts, datasetTitle, isKnown } from '../../src-shared/experiment/data';
import { headsOf } from '../../src-shared/experiment/data/heads';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { type Model, networkFacts } from '../../src-shared/experiment/networks';
import type { Phase } from '../../src-shared/protocol/worker-protocol';
import { isOver, type RunProgress, type RunStatus, type RunSummary } from '../../src-shared/runs/runs';
import { inFormWords } from '../settings/form-words';
import { formatDuration } from '../ui/numbers';

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

/** What was trained on, in a few words: a known set's name (files of the person's own may have its form), or that of the file. */
export function describeData(data: DataSettings): string {
  const path = 'path' in data ? (data.path ?? '') : '';
  if (isKnown(data))
    return path === '' ? datasetTitle(data.dataset) : `${datasetTitle(data.dataset)}, own files`;
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? datasetTitle(data.dataset);
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

/** How long it trains still, as "about 3 min"; empty where that is not known, and once all steps are done. */
export function timeLeft(seconds: number | undefined): string {
  return seconds === undefined || seconds === 0 ? '' : `about ${formatDuration(seconds)}`;
}

/** Whether each of several targets has a likelihood of its own. */
export function hasHeads({ data }: Experiment): boolean {
  return headsOf(data).length > 0;
}

/** Whether the run names classes, and so has accuracies, reliability and items to doubt. */
export function namesClasses({ data }: Experiment): boolean {
  return dataFacts(data).namesClasses(data);
}
