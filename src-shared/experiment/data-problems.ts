import { itemKindOf } from './data';
import type { Experiment } from './experiment';
import type { Problem } from './problem';

/** What training asks of the data. */
export function dataProblems(experiment: Experiment): Problem[] {
  return [
    ...augmentationProblems(experiment),
    ...earlyStoppingProblems(experiment),
    ...splitProblems(experiment),
  ];
}

function splitProblems({ data }: Experiment): Problem[] {
  if (data.dataset !== 'table' || data.groups === undefined || data.splitColumn === undefined) return [];
  return [
    {
      path: 'data.groups',
      message:
        'The column of the split (data.splitColumn) says already where each row goes; name one of the two.',
    },
  ];
}

function earlyStoppingProblems({ data, training }: Experiment): Problem[] {
  if (training.earlyStopping?.by !== 'validation.nll' || data.validationFraction > 0) return [];
  return [
    {
      path: 'data.validationFraction',
      message:
        'Early stopping goes by validation.nll; hold items out for it, or set training.earlyStopping.by to train.loss.',
    },
  ];
}

function augmentationProblems({ data, training }: Experiment): Problem[] {
  if (training.views === 0 || itemKindOf(data).canBeAugmented) return [];
  return [
    {
      path: 'training.views',
      message: `Only pictures have random views; set 0 with ${data.dataset}.`,
    },
  ];
}
