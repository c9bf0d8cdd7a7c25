import { BadInputError } from '../../src-shared/errors';
import type { PosteriorTask } from '../../src-shared/posterior-metadata';
import type { LabelledItems } from './labelled-items';

/** Targets come in single precision, as multiples of a unit. */
const [rounding, relativeRounding] = [0.01, 1e-6];

/**
 * The same items, of which what came has to be counts: others have no probability where counts are predicted.
 * Reading targets throws BadInputError naming the first that is none.
 */
export function countedItems(items: LabelledItems, task: PosteriorTask, path: string): LabelledItems {
  if (task.kind !== 'regression') return items;
  const { targetNames, targetStd } = task;
  const targets: LabelledItems['targets'] = (first, count) => {
    const values = items.targets(first, count);
    const perItem = values.length / count;
    values.forEach((value, at) => {
      const target = at % targetNames.length;
      const number = targetStd[target] * value;
      if (Number.isNaN(number) || isCount(number)) return;
      const item = first + Math.floor(at / perItem);
      const keys = items.keys.map(({ name, of }) => `${name} ${of(item)[0]}`);
      const place = [path, ...keys].join(', ');
      throw new BadInputError(
        `${place}: ${targetNames[target]} is ${Number(number.toPrecision(6))}, and this network predicts counts (inference.noise); they are whole numbers from 0.`,
      );
    });
    return values;
  };
  return { ...items, targets };
}

function isCount(number: number): boolean {
  const count = Math.round(number);
  return count >= 0 && Math.abs(number - count) <= rounding + relativeRounding * count;
}
