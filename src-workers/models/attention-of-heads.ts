import { customGrad, engine, type GradSaveFunc, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { deviceOfOwnOperations, hasExactProducts } from '../engine/trace/own-operations';
import { attention, mergeHeads, splitHeads } from './attention';

/** Wider heads need more registers than a thread of a GPU has. */
const widestHead = 128;

/**
 * Attention of tokens to each other: `attention` of queries, keys and values that one product gave.
 * @param x [samples, ..., tokens, 3 * heads * width of a head], queries first
 * @returns [samples, ..., tokens, heads * width of a head]
 */
export function attentionOfHeads(x: Tensor, heads: number): Tensor {
  const [tokens, columns] = x.shape.slice(-2);
  if (storesNoScores(columns / (3 * heads))) {
    const attended = attendAtOnce(reshape(x, [-1, tokens, columns]), heads);
    return reshape(attended, [...x.shape.slice(0, -1), columns / 3]);
  }
  const [q, k, v] = splitHeads(x, 3, heads);
  return mergeHeads(attention(q, k, v));
}

/**
 * Whether our own operation takes less: on GPUs it always moves less memory, about a quarter where a head is as wide as there are
 * tokens, and keeps no scores for the backward pass. CPUs have none: it took them 1.2 to 1.7 times as long as products of
 * TensorFlow's library. Those of bfloat16 GPUs have units of their own for.
 */
function storesNoScores(headWidth: number): boolean {
  return deviceOfOwnOperations() === 'gpu' && hasExactProducts() && headWidth <= widestHead;
}

/** By our own operations, which read heads where they lie: nothing is cut or joined. */
function attendAtOnce(x: Tensor, heads: number): Tensor {
  const op = customGrad((...args) => {
    const [input, save] = args as [Tensor, GradSaveFunc];
    const [value, statistics] = engine().runKernel(
      'ParasampleAttention',
      { x: input },
      { heads },
    ) as Tensor[];
    save([input, value, statistics]);
    return {
      value,
      gradFunc: (gradient: Tensor, [saved, attended, numbers]: Tensor[]) =>
        engine().runKernel(
          'ParasampleAttentionGradient',
          { gradient, x: saved, attended, statistics: numbers },
          { heads },
        ) as Tensor,
    };
  });
  return op(x);
}
