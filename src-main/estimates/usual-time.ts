import type { Experiment } from '../../src-shared/experiment/experiment';
import { plannedSteps } from '../../src-shared/experiment/planned-steps';
import type { Counted, TimeEstimate } from '../../src-shared/run-estimate';
import { tookSeconds } from '../../src-shared/run-time';
import type { RunSummary } from '../../src-shared/runs';
import { kindOf, pastPaces } from '../runs/past-paces';

/** Equal for files that are the same. */
type FileMark = (path: string) => string;

/**
 * How long a run takes where some of its kind have finished: the same settings but for name, seed and number of epochs.
 * @param runs newest first
 */
export function usualTime(
  experiment: Experiment,
  runs: readonly RunSummary[],
  fileMark: FileMark,
): TimeEstimate | undefined {
  const likely = runs.filter(({ experiment: { model } }) => model.kind === experiment.model.kind);
  const paces = pastPaces(likely.map((run) => ({ ...run, experiment: marked(run.experiment, fileMark) })));
  const pace = paces.get(kindOf(marked(experiment, fileMark)));
  const seconds = pace && pace.usualSecondsPerEpoch * experiment.training.epochs;
  return seconds === undefined ? undefined : { seconds, runs: pace?.runs ?? 0, isScaled: false };
}

/**
 * The newest finished run of the same network, data, method and devices, whatever else differs.
 * @param runs newest first
 */
export function relatedRun(
  experiment: Experiment,
  runs: readonly RunSummary[],
  fileMark: FileMark,
): RunSummary | undefined {
  const wanted = kinOf(experiment, fileMark);
  return runs.find(
    (run) =>
      run.status === 'finished' &&
      run.experiment.model.kind === experiment.model.kind &&
      kinOf(run.experiment, fileMark) === wanted,
  );
}

/** How long a run takes by the steps of a related one, which compute more or less than its own do. */
export function scaledTime(
  experiment: Experiment,
  counted: Counted,
  related: RunSummary,
  relatedCounted: Counted,
): TimeEstimate | undefined {
  const took = tookSeconds(related);
  if (took === undefined || !counted.work || !relatedCounted.work) return undefined;
  const steps = plannedSteps(experiment, counted.trainItems).totalSteps;
  const relatedSteps = plannedSteps(related.experiment, relatedCounted.trainItems).totalSteps;
  const seconds = (took / relatedSteps) * (counted.work / relatedCounted.work) * steps;
  return { seconds, runs: 1, isScaled: true };
}

function kinOf(experiment: Experiment, fileMark: FileMark): string {
  const { data, model, inference, parallel } = marked(experiment, fileMark);
  return JSON.stringify([data, model, inference.method, parallel]);
}

/** Runs keep copies of networks, in folders of their own. */
function marked(experiment: Experiment, fileMark: FileMark): Experiment {
  const { model } = experiment;
  return model.kind === 'onnx'
    ? { ...experiment, model: { ...model, path: fileMark(model.path) } }
    : experiment;
}
