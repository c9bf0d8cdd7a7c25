import type { Tensor } from '@tensorflow/tfjs-core';
import { attention, mergeHeads, splitHeads } from './attention';
import type { Layers } from './layers';

/**
 * Attention of tokens to each other.
 * @param x [samples or 1, items, tokens, width]
 */
export function selfAttention(layers: Layers, name: string, heads: number, x: Tensor): Tensor {
  const [q, k, v] = splitHeads(layers.dense(`${name}.in_proj`, x), 3, heads);
  return layers.dense(`${name}.out_proj`, mergeHeads(attention(q, k, v)));
}

/**
 * Attention to other tokens.
 * @param x [samples or 1, items, tokens, width]
 * @param memory what x attends to, [samples or 1, items, other tokens, width]
 */
export function crossAttention(
  layers: Layers,
  name: string,
  heads: number,
  x: Tensor,
  memory: Tensor,
): Tensor {
  const [q] = splitHeads(layers.dense(`${name}.q_proj`, x), 1, heads);
  const [k, v] = splitHeads(layers.dense(`${name}.kv_proj`, memory), 2, heads);
  return layers.dense(`${name}.out_proj`, mergeHeads(attention(q, k, v)));
}
