import { denseWeights } from './dense';
import { layerNormWeights } from './layer-norm';
import type { WeightTensor } from './weight-tensor';

/** Of one token of twice the width out of 2 x 2: layers `norm` and `reduction`. */
export function mergingWeights(name: string, width: number): readonly WeightTensor[] {
  return [
    ...layerNormWeights(`${name}.norm`, 4 * width),
    ...denseWeights(`${name}.reduction`, 4 * width, 2 * width, { bias: false }),
  ];
}

/** Of 2 x 2 tokens of half the width out of one: layers `expand` and `norm`. */
export function expandingWeights(name: string, width: number): readonly WeightTensor[] {
  return [
    ...denseWeights(`${name}.expand`, width, 2 * width, { bias: false }),
    ...layerNormWeights(`${name}.norm`, width / 2),
  ];
}
