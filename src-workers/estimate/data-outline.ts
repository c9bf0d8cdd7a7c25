import { keptClasses } from '../../src-files/data/kept-classes';
import { listPictures } from '../../src-files/pictures/list-pictures';
import { hasTargets, listTargets } from '../../src-files/pictures/list-targets';
import { drawnShares } from '../../src-files/pictures/open-pictures';
import { FailedError } from '../../src-shared/errors';
import { classesLeftOut } from '../../src-shared/experiment/data/left-out-classes';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { splitSeedOf } from '../../src-shared/experiment/split-seed';
import type { RunData, Task } from '../data/run-data';
import { stratifiedSplit } from '../data/stratified-split';
import { targetsOfPictures } from '../data/targeted-pictures';
import { openRunData } from '../kinds-of-data';

/** What a run's program is made for of its data. */
export interface DataOutline {
  readonly task: Task;
  readonly trainItems: number;
}

/**
 * Looks at the data of an experiment. Pictures of a person's own are listed and not decoded, which can take hours.
 * @param location as for `openRunData`
 * @throws BadInputError naming the file and what would be right, FailedError where it would have to be decoded
 */
export async function outlineData(experiment: Experiment, location: string): Promise<DataOutline> {
  const { data } = experiment;
  if (data.dataset !== 'images') return outlineOf(await openRunData(experiment, location));
  // Which classes there are is told by masks, which would have to be decoded.
  if (data.task === 'segmentation')
    throw new FailedError('Of pictures with masks it is known once a run has read them.');
  if (hasTargets(data)) {
    const { task, splits } = targetsOfPictures(await listTargets(data, location), data, experiment);
    return { task, trainItems: splits.train.length };
  }
  const { pictures, classNames } = await listPictures(data, location);
  const { train } = stratifiedSplit(pictures, drawnShares(pictures, data), splitSeedOf(experiment));
  const inputShape = [...data.size, data.colours === 'grey' ? 1 : 3];
  const kept = keptClasses(classNames, classesLeftOut(data));
  const trained = train.filter((item) => kept.includes(classNames[pictures[item].label]));
  return { task: { kind: 'classification', inputShape, classNames: kept }, trainItems: trained.length };
}

function outlineOf(data: RunData): DataOutline {
  data.close();
  return { task: data.task, trainItems: data.train.length };
}
