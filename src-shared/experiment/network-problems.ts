import { itemShape, kindOfData } from './data';
import type { Experiment } from './experiment';
import { type Model, networkFacts } from './networks';
import type { Problem } from './problem';

/** What a network asks of the data, as far as that is known before they are read. */
export function networkFitProblems({ model, data }: Experiment): Problem[] {
  const network = networkFacts(model);
  if (!network.fits.includes(kindOfData(data).kind)) return [{ path: 'model.kind', message: network.misfit }];
  const shape = itemShape(data);
  return shape ? network.sizeProblems(model, shape) : [];
}

/**
 * The names of the layers that a network has, before its data are known.
 * @param hasCalendar whether the data tell the time of the steps to forecast
 */
export function layerNames(model: Model, hasCalendar: boolean): readonly string[] {
  const network = networkFacts(model);
  const weights = network.weights(model, network.smallest(model, hasCalendar));
  return [...new Set(weights.map(({ name }) => name.slice(0, name.lastIndexOf('.'))))];
}
