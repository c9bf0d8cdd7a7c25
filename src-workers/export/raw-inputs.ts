import {
  add,
  div,
  isNaN as isNotNumber,
  mul,
  sub,
  type Tensor,
  tensor,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { itemKindOf, kindOfData } from '../../src-shared/experiment/data';
import { unseenOf } from '../../src-shared/experiment/data/series-windows';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';

/** Standardises raw inputs as training did; a value that is not known becomes the median where training took that, and else 0, the mean. */
export function standardiseInputs(raw: Tensor, metadata: PosteriorMetadata): Tensor {
  const { scaling } = itemKindOf(metadata.experiment.data);
  const { mean, std, empty } = metadata.normalisation;
  if (scaling === 'pixels') return div(sub(div(raw, 255), row(mean)), row(std));
  if (scaling === 'values') return known(standardised(filled(raw, empty), mean, std));
  const columns = metadata.task.inputShape[1];
  // The values and the covariates come first. The calendar's columns are sines and cosines, taken as they are.
  const means = Array.from({ length: columns }, (_, column) => mean[column] ?? 0);
  const stds = Array.from({ length: columns }, (_, column) => std[column] ?? 1);
  return mul(known(standardised(raw, means, stds)), seen(metadata));
}

/** (values - mean) / std: what single precision lacks of a large mean, which may be many spreads, is taken off behind. */
function standardised(values: Tensor, means: readonly number[], stds: readonly number[]): Tensor {
  const lacking = means.map((mean, at) => (mean - Math.fround(mean)) / stds[at]);
  return sub(div(sub(values, row(means)), row(stds)), row(lacking));
}

function row(values: readonly number[]): Tensor {
  return tensor([...values], [values.length], 'float32');
}

/** Medians in place of what is not known; as it is where there are none. */
function filled(values: Tensor, empty: readonly number[] | undefined): Tensor {
  if (!empty) return values;
  return where(isNotNumber(values), add(zerosLike(values), row(empty)), values);
}

function known(values: Tensor): Tensor {
  // Not a scalar: tfjs repeats one by the number of items, which the graph should not know.
  return where(isNotNumber(values), zerosLike(values), values);
}

/** 1, but 0 for the values and the covariates of the past in the steps to forecast. */
function seen({ task, experiment }: PosteriorMetadata): Tensor {
  const [steps, columns] = task.inputShape;
  const { data } = experiment;
  const own = kindOfData(data);
  const { history, unseen } =
    own.kind === 'time-series'
      ? { history: own.data.history, unseen: unseenOf(own.data) }
      : { history: steps, unseen: 0 };
  const mask = Float32Array.from({ length: steps * columns }, (_, at) =>
    at % columns < unseen && Math.floor(at / columns) >= history ? 0 : 1,
  );
  return tensor(mask, [steps, columns], 'float32');
}
