import { itemKindOf } from './data';
import type { Experiment } from './experiment';
import type { Problem } from './problem';

/** What training asks of the data. */
export function dataProblems({ data, training }: Experiment): Problem[] {
  if (training.views === 0 || itemKindOf(data).canBeAugmented) return [];
  return [
    {
      path: 'training.views',
      message: `Only pictures have random views; set 0 with ${data.dataset}.`,
    },
  ];
}
