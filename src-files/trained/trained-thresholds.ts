import { BadInputError } from '../../src-shared/errors';
import { selectsThresholds } from '../../src-shared/experiment/bayesian-layers';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { ordinalLayer, thresholdsName } from '../../src-shared/experiment/ordinal-thresholds';
import { startOf, startPath } from '../../src-shared/experiment/start';
import { readPosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { openTrainedWeights } from './open-weights';

/** Thresholds between classes in order that weights of a file are counted from. */
export interface TrainedThresholds {
  readonly classNames: readonly string[];
  /** Where all weights of `ordinal.thresholds` are 0. */
  readonly thresholds: readonly number[];
}

/**
 * What the thresholds of a run on classes in order begin at: those of the file that its weights begin at. Undefined where they begin afresh.
 * @throws BadInputError where the file has none
 */
export function trainedThresholds(experiment: Experiment): TrainedThresholds | undefined {
  const start = startOf(experiment);
  if (start?.file === undefined || selectsThresholds(start.fresh ?? [])) return undefined;
  const setting = `${startPath(experiment)}.file`;
  const { path, tensors, metadata, runId } = openTrainedWeights(start.file, setting);
  const isThere = tensors.has(thresholdsName) || tensors.has(`${thresholdsName}.mean`);
  // Numbers of a file of others say nothing of where they are counted from.
  const task =
    isThere && runId !== undefined ? readPosteriorMetadata(metadata, `${setting}: ${path}`).task : undefined;
  if (task?.kind === 'classification' && task.thresholds)
    return { classNames: task.classNames, thresholds: task.thresholds };
  throw new BadInputError(
    `${setting}: ${path} is of no run on classes in order, so that it has no thresholds between them; let these begin afresh (start.fresh: ["${ordinalLayer}"]), or the last layer with them (["last"]).`,
  );
}
