import { denseWeights } from './dense';
import type { WeightTensor } from './weight-tensor';

/** Attention of tokens to each other: layers `in_proj` (queries, keys and values in one product) and `out_proj`. */
export function selfAttentionWeights(name: string, width: number): readonly WeightTensor[] {
  return [
    ...denseWeights(`${name}.in_proj`, width, 3 * width),
    ...denseWeights(`${name}.out_proj`, width, width),
  ];
}

/** Attention to other tokens: layers `q_proj`, `kv_proj` (keys and values in one product) and `out_proj`. */
export function crossAttentionWeights(name: string, width: number): readonly WeightTensor[] {
  return [
    ...denseWeights(`${name}.q_proj`, width, width),
    ...denseWeights(`${name}.kv_proj`, width, 2 * width),
    ...denseWeights(`${name}.out_proj`, width, width),
  ];
}
