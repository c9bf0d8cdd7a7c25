import { BadInputError } from '../../src-shared/errors';
import { type DataSettings, kindOfData } from '../../src-shared/experiment/data';
import { classesLeftOut } from '../../src-shared/experiment/data/left-out-classes';
import { periodLeftOut } from '../../src-shared/experiment/data/left-out-period';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { plainItems, type RunData } from '../data/run-data';
import type { OtherItems } from './other-items';

/**
 * The test items of classes that were left out of training, or the windows of a period that was.
 * @throws BadInputError where none were
 */
export function leftOutItems({ experiment }: PosteriorMetadata, data: RunData): OtherItems {
  const { leftOut = new Uint32Array(0) } = data;
  if (leftOut.length === 0)
    throw new BadInputError(
      'ood: no class with test items was left out of this run; train without some (data.leaveOutClasses; of a series or fields data.leaveOutPeriod) to ask whether it doubts them.',
    );
  return {
    name: 'left-out',
    title: titleOf(experiment.data),
    items: leftOut.length,
    read: async (first, count) =>
      data.evaluationReader(count).read(plainItems(leftOut.subarray(first, first + count))).inputs,
  };
}

function titleOf(data: DataSettings): string {
  const period = periodLeftOut(data);
  const parts = kindOfData(data).kind === 'field' ? 'time steps' : 'windows';
  if (period) return `${parts} of the period left out of training: from ${period[0]} on, before ${period[1]}`;
  return `test items of classes left out of training: ${classesLeftOut(data).join(', ')}`;
}
