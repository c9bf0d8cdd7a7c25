import { itemKindOf } from './data';
import type { Experiment } from './experiment';
import type { Problem } from './problem';

/** What training asks of the data. */
export function dataProblems({ data, training }: Experiment): Problem[] {
  if (training.augmentation === 'none' || itemKindOf(data).canBeAugmented) return [];
  return [
    {
      path: 'training.augmentation',
      message: `Only pictures can be augmented; use none with ${data.dataset}.`,
    },
  ];
}
