import { denseWeights } from './dense';
import type { DropoutSite } from './dropout-site';
import type { WeightTensor } from './weight-tensor';

/** Dense layers `layers.0`, `layers.1`, ... with an activation between them. */
export function denseStackNames(hidden: readonly number[]): readonly string[] {
  return [...hidden, undefined].map((_, layer) => `layers.${layer}`);
}

export function denseStackWeights(
  inputs: number,
  hidden: readonly number[],
  outputs: number,
): readonly WeightTensor[] {
  const sizes = [inputs, ...hidden, outputs];
  return denseStackNames(hidden).flatMap((name, layer) => denseWeights(name, sizes[layer], sizes[layer + 1]));
}

/** A place to drop units behind each layer but the last. */
export function denseStackSites(hidden: readonly number[]): readonly DropoutSite[] {
  return hidden.map((units, layer) => ({ name: denseStackNames(hidden)[layer], units }));
}
