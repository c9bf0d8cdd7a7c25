import { BadInputError } from '../../src-shared/errors';
import type { LaplaceScope } from '../bayes/laplace/laplace-scope';
import type { Model } from '../models/model';
import { layerPlaces, numbersOfItem } from './layer-places';

/** Numbers that the derivatives of one item's outputs may have, of which hundreds of items make a chunk: 4 MB. */
const most = 1 << 20;

/**
 * Each output of an item is derived by all that hangs on the weights that get a spread, which of series with many steps and of fields is
 * too much.
 * @param outputs numbers that one item's output has
 * @throws BadInputError with the number, and what to take instead
 */
export function refuseManyDerivatives(
  model: Model,
  scope: LaplaceScope,
  inputShape: readonly number[],
  outputs: number,
): void {
  const numbers =
    scope.structure === 'full'
      ? scope.size * outputs
      : numbersOfItem(scope, layerPlaces(model, scope, inputShape), outputs);
  if (numbers <= most) return;
  const instead =
    scope.lastLayer === undefined
      ? 'use weights last-layer, or method ivon or variational'
      : 'use method ivon, variational or deep-ensemble';
  throw new BadInputError(
    `inference.weights: an item has ${outputs} outputs, whose derivatives by the layers with a spread are ${millions(numbers)} million numbers, and ${millions(most)} million are the most; ${instead}.`,
  );
}

function millions(numbers: number): string {
  return (numbers / 1e6).toFixed(1);
}
