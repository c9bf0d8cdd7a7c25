import { itemShape, kindOfData } from './data';
import type { Experiment } from './experiment';
import { type Model, networkFacts } from './networks';
import type { WeightTensor } from './networks/tensors/weight-tensor';
import type { Problem } from './problem';

/** What a network asks of the data, as far as that is known before they are read. */
export function networkFitProblems({ model, data }: Experiment): Problem[] {
  const network = networkFacts(model);
  if (!network.fits.includes(kindOfData(data).kind)) return [{ path: 'model.kind', message: network.misfit }];
  const shape = itemShape(data);
  return shape ? network.sizeProblems(model, shape) : [];
}

/**
 * The weights that a network has before its data are known, as small as they can be: their names are those of any size.
 * @param hasCalendar whether the data tell the time of the steps to forecast
 */
export function leastWeights(model: Model, hasCalendar: boolean): readonly WeightTensor[] {
  const network = networkFacts(model);
  return network.weights(model, network.smallest(model, hasCalendar));
}
