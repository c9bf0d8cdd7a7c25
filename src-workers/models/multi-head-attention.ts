import type { Tensor } from '@tensorflow/tfjs-core';
import { attention, mergeHeads, splitHeads } from './attention';
import { attentionOfHeads } from './attention-of-heads';
import type { Layers } from './layers';

/**
 * Attention of tokens to each other.
 * @param x [samples or 1, items, tokens, width]
 */
export function selfAttention(layers: Layers, name: string, heads: number, x: Tensor): Tensor {
  return layers.dense(`${name}.out_proj`, attentionOfHeads(layers.dense(`${name}.in_proj`, x), heads));
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
