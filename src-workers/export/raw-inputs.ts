import {
  div,
  isNaN as isNotNumber,
  mul,
  sub,
  type Tensor,
  tensor,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { kindOfData } from '../../src-shared/datasets/data-settings';
import type { PosteriorMetadata } from '../../src-shared/posterior-metadata';

/** Standardises raw inputs as training did; a value that is not known becomes 0, the mean. */
export function standardiseInputs(raw: Tensor, metadata: PosteriorMetadata): Tensor {
  const { kind } = kindOfData(metadata.experiment.data);
  const { mean, std } = metadata.normalisation;
  if (kind === 'images') return div(sub(div(raw, 255), row(mean)), row(std));
  if (kind !== 'time-series') return known(div(sub(raw, row(mean)), row(std)));
  const columns = metadata.task.inputShape[1];
  // The calendar's columns are sines and cosines, taken as they are.
  const means = Array.from({ length: columns }, (_, column) => (column === 0 ? mean[0] : 0));
  const stds = Array.from({ length: columns }, (_, column) => (column === 0 ? std[0] : 1));
  return mul(known(div(sub(raw, row(means)), row(stds))), seen(metadata));
}

function row(values: readonly number[]): Tensor {
  return tensor([...values], [values.length], 'float32');
}

function known(values: Tensor): Tensor {
  // Not a scalar: tfjs repeats one by the number of items, which the graph should not know.
  return where(isNotNumber(values), zerosLike(values), values);
}

/** 1, but 0 for the values of the steps to forecast. */
function seen({ task, experiment }: PosteriorMetadata): Tensor {
  const [steps, columns] = task.inputShape;
  const { data } = kindOfData(experiment.data);
  const history = 'history' in data ? data.history : steps;
  const mask = Float32Array.from({ length: steps * columns }, (_, at) =>
    at % columns === 0 && Math.floor(at / columns) >= history ? 0 : 1,
  );
  return tensor(mask, [steps, columns], 'float32');
}
