import type { WeightTensor } from './weight-tensor';

/** Scale `weight` and offset `bias` of a layer normalisation, point estimates as in arXiv 2604.04736's networks. */
export function layerNormWeights(name: string, width: number): readonly WeightTensor[] {
  const common = { shape: [width], fanIn: width, bayesian: false };
  return [
    { name: `${name}.weight`, ...common, initial: 'ones' },
    { name: `${name}.bias`, ...common, initial: 'zeros' },
  ];
}
