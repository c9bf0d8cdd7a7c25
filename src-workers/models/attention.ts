import {
  add,
  customGrad,
  engine,
  type GradSaveFunc,
  matMul,
  mul,
  reshape,
  sum,
  type Tensor,
  transpose,
  unstack,
} from '@tensorflow/tfjs-core';
import { hasOwnOperations } from '../engine/trace/own-operations';
import { splitHeadsKernel } from '../engine/trace/split-heads-gradient';
import { softmaxGradient, softmaxRows } from './softmax-rows';
import { sumToShape } from './sum-to-shape';

/**
 * Splits the outputs of one product into queries, keys and so on, each cut into heads.
 * @param x [samples, ..., tokens, parts * heads * width of a head], parts outermost
 * @returns `parts` tensors [samples, ..., heads, tokens, width of a head]
 */
export function splitHeads(x: Tensor, parts: number, heads: number): Tensor[] {
  const outer = x.shape.slice(0, -2);
  const [tokens, columns] = x.shape.slice(-2);
  const headWidth = columns / (parts * heads);
  const groups = outer.reduce((product, size) => product * size, 1);
  const shape = [...outer, heads, tokens, headWidth];
  if (parts === 3 && hasOwnOperations()) {
    const inputs = { x: reshape(x, [groups, tokens, columns]) };
    const cut = engine().runKernel(splitHeadsKernel, inputs, { heads }) as Tensor[];
    return cut.map((part) => reshape(part, shape));
  }
  const byPart = transpose(reshape(x, [groups, tokens, parts, heads, headWidth]), [2, 0, 3, 1, 4]);
  // tfjs cannot differentiate an unstack into one part.
  if (parts === 1) return [reshape(byPart, shape)];
  return unstack(byPart).map((part) => reshape(part, shape));
}

/**
 * @param x [samples, ..., heads, tokens, width of a head]
 * @returns [samples, ..., tokens, heads * width of a head]
 */
export function mergeHeads(x: Tensor): Tensor {
  const outer = x.shape.slice(0, -3);
  const [heads, tokens, headWidth] = x.shape.slice(-3);
  const groups = outer.reduce((product, size) => product * size, 1);
  const byToken = transpose(reshape(x, [groups, heads, tokens, headWidth]), [0, 2, 1, 3]);
  return reshape(byToken, [...outer, tokens, heads * headWidth]);
}

/**
 * softmax(q k^T / sqrt(width of a head) + bias) v (Vaswani et al., arXiv 1706.03762, section 3.2.1). Tensors may
 * have one sample where others have many. The gradient is written out: with the probabilities P and the output O,
 * the scores' gradient is P * (dP - rowsum(dO * O)), whose sum runs over a head's width instead of over all tokens.
 * @param q [samples or 1, ..., tokens, width of a head]
 * @param k as `v`, [samples or 1, ..., other tokens, width of a head]
 * @param bias of q's rank, broadcast to [samples, ..., tokens, other tokens]
 */
export function attention(q: Tensor, k: Tensor, v: Tensor, bias?: Tensor): Tensor {
  const scale = 1 / Math.sqrt(q.shape[q.rank - 1]);
  const op = customGrad((...args) => {
    const save = args[args.length - 1] as GradSaveFunc;
    const [qIn, kIn, vIn, biasIn] = args.slice(0, -1) as Tensor[];
    const scaled = mul(qIn, scale);
    const scores = matMul(scaled, kIn, false, true);
    const probabilities = softmaxRows(biasIn ? add(scores, biasIn) : scores);
    const value = matMul(probabilities, vIn);
    save([scaled, kIn, vIn, probabilities, value]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [scaledQ, kSaved, vSaved, p, out] = saved;
        const dP = matMul(dy, vSaved, false, true);
        const dScores = softmaxGradient(p, dP, () => sum(mul(dy, out), -1, true));
        const dq = mul(matMul(dScores, kSaved), scale);
        const dk = matMul(dScores, scaledQ, true, false);
        const dv = matMul(p, dy, true, false);
        const gradients = [sumToShape(dq, q.shape), sumToShape(dk, k.shape), sumToShape(dv, v.shape)];
        return bias ? [...gradients, sumToShape(dScores, bias.shape)] : gradients;
      },
    };
  });
  return bias ? op(q, k, v, bias) : op(q, k, v);
}
