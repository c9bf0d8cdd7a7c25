import { BadInputError } from '../../src-shared/errors';
import { type Noise, noiseFacts } from '../../src-shared/experiment/noise';
import type { PosteriorMetadata, PosteriorTask } from '../../src-shared/posterior/posterior-metadata';
import { targetsAnItem } from '../posterior/judged-targets';
import type { LabelledItems } from './labelled-items';

/** Targets come in single precision, as multiples of a unit. */
const [rounding, relativeRounding] = [0.01, 1e-6];

/** A target that counts, and what a multiple of it counts. */
interface Count {
  readonly name: string;
  readonly unit: number;
}

/**
 * The same items, of which what came has to be counts where counts are predicted: others have no probability there.
 * Reading targets throws BadInputError naming the first that is none.
 */
export function countedItems(
  items: LabelledItems,
  { task, experiment }: Pick<PosteriorMetadata, 'task' | 'experiment'>,
  path: string,
): LabelledItems {
  const counts = countsIn(task, experiment.inference.noise);
  if (!counts.some((count) => count)) return items;
  const targets: LabelledItems['targets'] = (first, count) => {
    const values = items.targets(first, count);
    values.forEach((value, at) => {
      const counted = counts[at % counts.length];
      if (!counted || Number.isNaN(value) || isCount(counted.unit * value)) return;
      const item = first + Math.floor(at / counts.length);
      const keys = items.keys.map(({ name, of }) => `${name} ${of(item)[0]}`);
      const place = [path, ...keys].join(', ');
      throw new BadInputError(
        `${place}: ${counted.name} is ${Number((counted.unit * value).toPrecision(6))}, and this network predicts counts (${task.kind === 'heads' ? 'data.heads' : 'inference.noise'}); they are whole numbers from 0.`,
      );
    });
    return values;
  };
  return { ...items, targets };
}

/** Of an item's targets, one after the other; nothing of those that are no counts. */
function countsIn(task: PosteriorTask, noise: Noise): readonly (Count | undefined)[] {
  if (task.kind === 'heads') return task.heads.flatMap((head) => countsIn(head.task, head.noise));
  return Array.from({ length: targetsAnItem(task) }, (_, at) => {
    if (task.kind !== 'regression' || noiseFacts(noise).countScale === undefined) return undefined;
    const target = at % task.targetNames.length;
    return { name: task.targetNames[target], unit: task.targetStd[target] };
  });
}

function isCount(number: number): boolean {
  const count = Math.round(number);
  return count >= 0 && Math.abs(number - count) <= rounding + relativeRounding * count;
}
