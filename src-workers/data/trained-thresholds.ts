import { trainedThresholds } from '../../src-files/trained/trained-thresholds';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { startPath } from '../../src-shared/experiment/start';
import type { RunData } from './run-data';

/**
 * Data with the thresholds that trained weights are counted from, where a run on classes in order begins at such: its own would be those of other
 * rows, so that the same weights made other thresholds of them, and a prior would know the shares of classes that it is held against.
 * @throws BadInputError where the thresholds were between other classes
 */
export function withTrainedThresholds(data: RunData, experiment: Experiment): RunData {
  const { task } = data;
  if (task.kind !== 'classification' || !task.thresholds) return data;
  const trained = trainedThresholds(experiment);
  if (!trained) return data;
  const [theirs, ours] = [trained.classNames, task.classNames];
  if (theirs.length !== ours.length || theirs.some((name, at) => name !== ours[at]))
    throw new BadInputError(
      `${startPath(experiment)}.file: its thresholds lie between the classes ${theirs.join(', ')}, and these data have ${ours.join(', ')}. Name the same ones in data.classes, where such that no row has may stand too, or let thresholds begin afresh (start.fresh: ["ordinal"]).`,
    );
  return { ...data, task: { ...task, thresholds: trained.thresholds } };
}
