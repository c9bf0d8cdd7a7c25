import type { Experiment } from '../../src-shared/experiment/experiment';
import { plannedSteps } from '../../src-shared/experiment/planned-steps';
import { settingsText } from '../../src-shared/experiment/same-settings';
import { flatten } from '../../src-shared/experiment/setting-paths';
import type { Counted, TimeEstimate } from '../../src-shared/runs/run-estimate';
import { tookSeconds } from '../../src-shared/runs/run-time';
import type { RunSummary } from '../../src-shared/runs/runs';
import { kindOf, pastPaces } from '../runs/queue/past-paces';

/** Equal for files that are the same. */
type FileMark = (path: string) => string;

/**
 * How long a run takes where some have finished with the same settings but for name and seed: as long as the one in the middle of
 * the last few.
 * @param runs newest first
 */
export function usualTime(
  experiment: Experiment,
  runs: readonly RunSummary[],
  fileMark: FileMark,
): TimeEstimate | undefined {
  const { epochs } = experiment.training;
  const likely = runs.filter(
    ({ experiment: { model, training } }) =>
      model.kind === experiment.model.kind && training.epochs === epochs,
  );
  const paces = pastPaces(likely.map((run) => ({ ...run, experiment: marked(run.experiment, fileMark) })));
  const pace = paces.get(kindOf(marked(experiment, fileMark)));
  return pace && { seconds: pace.usualSecondsPerEpoch * epochs, runs: pace.runs, isScaled: false };
}

/**
 * The finished run of the same network, data, method and devices that differs in the fewest other settings; of several the newest.
 * @param runs newest first
 */
export function relatedRun(
  experiment: Experiment,
  runs: readonly RunSummary[],
  fileMark: FileMark,
): RunSummary | undefined {
  const wanted = kinOf(experiment, fileMark);
  const related = runs.filter(
    (run) =>
      run.status === 'finished' &&
      run.experiment.model.kind === experiment.model.kind &&
      kinOf(run.experiment, fileMark) === wanted,
  );
  const distances = related.map((run) => differing(experiment, run.experiment));
  return related[distances.indexOf(Math.min(...distances))];
}

/**
 * How long a run takes by a related one: what that took besides its steps, and steps that compute more or less than its own.
 * @param relatedStepMs as it measured them
 */
export function scaledTime(
  experiment: Experiment,
  counted: Counted,
  related: RunSummary,
  { relatedCounted, relatedStepMs }: { readonly relatedCounted: Counted; readonly relatedStepMs: number },
): TimeEstimate | undefined {
  const took = tookSeconds(related);
  if (took === undefined || !counted.work || !relatedCounted.work) return undefined;
  const { totalSteps } = plannedSteps(experiment, counted.trainItems);
  const relatedSteps = plannedSteps(related.experiment, relatedCounted.trainItems).totalSteps;
  const ratio = counted.work / relatedCounted.work;
  const stepMs = relatedStepMs * ratio;
  const besides = Math.max(0, took - (relatedSteps * relatedStepMs) / 1000);
  return { seconds: besides + (totalSteps * stepMs) / 1000, stepMs, runs: 1, isScaled: ratio !== 1 };
}

/** In how many settings of inference and training they differ. */
function differing(a: Experiment, b: Experiment): number {
  const [ofA, ofB] = [a, b].map(
    ({ inference, training }) =>
      new Map(flatten({ inference, training }).map(([path, value]) => [path, JSON.stringify(value)])),
  );
  const paths = new Set([...(ofA?.keys() ?? []), ...(ofB?.keys() ?? [])]);
  return [...paths].filter((path) => ofA?.get(path) !== ofB?.get(path)).length;
}

function kinOf(experiment: Experiment, fileMark: FileMark): string {
  const { data, model, inference, parallel } = marked(experiment, fileMark);
  return settingsText([data, model, inference.method, parallel]);
}

/** Runs keep copies of networks, in folders of their own. */
function marked(experiment: Experiment, fileMark: FileMark): Experiment {
  const { model } = experiment;
  return model.kind === 'onnx'
    ? { ...experiment, model: { ...model, path: fileMark(model.path) } }
    : experiment;
}
