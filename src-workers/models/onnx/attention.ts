import { add, concat, mul, reshape, softmax, type Tensor, tanh, tensor } from '@tensorflow/tfjs-core';
import { floatAttribute, intAttribute } from '../../../src-files/onnx/attributes';
import type { OperatorName } from '../../../src-files/onnx/operators';
import { type Call, input, type Operator, refusal } from './call';
import { multiply } from './products';
import { tiled } from './repeated';
import { computed, inOrder, known, moved, shapeOf, type Value, withRank } from './value';

export const attentionOperators: { readonly [Name in OperatorName]?: Operator } = {
  Attention: (call) => attention(call),
};

/** Instead of minus infinity, times which zero would be no number. */
const hidden = -1e30;

/** Scaled dot products (Vaswani et al., arXiv 1706.03762) with a mask, grouped heads and past keys, as opset 23 has them. */
function attention(call: Call): readonly Value[] {
  const { node, inputs } = call;
  if (inputs[6]) throw refusal(node, 'is told the lengths of its series by the data, which is not done here');
  const isRows = shapeOf(input(call, 0)).length === 3;
  const queryHeads = intAttribute(node, 'q_num_heads', 1);
  const keyHeads = intAttribute(node, 'kv_num_heads', 1);
  const partsOf = (place: number, count: number) => headsOf(inOrder(input(call, place)), isRows, count);
  const queries = partsOf(0, queryHeads);
  const keys = withPast(call, 4, partsOf(1, keyHeads));
  const values = withPast(call, 5, partsOf(2, keyHeads));
  const [, , heads, tokens, width] = lengthsOf(queries);
  const [, , ownHeads, allKeys] = lengthsOf(keys);
  const scale = floatAttribute(node, 'scale', 1 / Math.sqrt(width));
  const repeats = heads / ownHeads;
  const transposedKeys = moved(forHeads(keys, repeats), [0, 1, 2, 4, 3]);
  const scores = capped(mul(multiply(queries, transposedKeys), scale), floatAttribute(node, 'softcap', 0));
  const mask = maskOf(call, [tokens, allKeys], allKeys - shapeOf(input(call, 1))[isRows ? 1 : 2]);
  const masked = mask ? add(scores, mask.bias) : scores;
  const shares = mask?.isSeen ? mul(softmax(masked), mask.isSeen) : softmax(masked);
  const result = multiply(shares, forHeads(values, repeats));
  const shown = [scores, scores, masked, shares][intAttribute(node, 'qk_matmul_output_mode', 0)];
  const all = [isRows ? rowsOf(result) : result, keys, values, shown].slice(0, node.outputs.length);
  return all.map((one) => computed(one));
}

function lengthsOf(x: Tensor): readonly number[] {
  return x.shape;
}

/** [samples or 1, items, heads, tokens, width] */
function headsOf(x: Tensor, isRows: boolean, heads: number): Tensor {
  if (!isRows) return x;
  const [samples, items, tokens, columns] = x.shape;
  return moved(reshape(x, [samples, items, tokens, heads, columns / heads]), [0, 1, 3, 2, 4]);
}

function rowsOf(x: Tensor): Tensor {
  const [samples, items, heads, tokens, width] = x.shape;
  return reshape(moved(x, [0, 1, 3, 2, 4]), [samples, items, tokens, heads * width]);
}

function withPast({ inputs }: Call, place: number, x: Tensor): Tensor {
  const past = inputs[place];
  if (!past) return x;
  const before = inOrder(past);
  const samples = Math.max(before.shape[0], x.shape[0]);
  const both = [before, x].map((one) => tiled(one, [samples / one.shape[0], 1, 1, 1, 1]));
  return concat(both, 3);
}

/** Each head as often as there are queries' heads that share it, one behind the other. */
function forHeads(x: Tensor, repeats: number): Tensor {
  if (repeats === 1) return x;
  const [samples, items, heads, ...rest] = x.shape;
  const each = tiled(reshape(x, [samples, items, heads, 1, ...rest]), [1, 1, 1, repeats, 1, 1]);
  return reshape(each, [samples, items, heads * repeats, ...rest]);
}

function capped(scores: Tensor, cap: number): Tensor {
  return cap > 0 ? mul(tanh(mul(scores, 1 / cap)), cap) : scores;
}

interface Mask {
  /** Added to scores. */
  readonly bias: Tensor;
  /** 0 where a query sees no key at all, and gives zeros; undefined where all see one. */
  readonly isSeen?: Tensor;
}

/** What of [tokens, keys] is seen, by the given mask and by the order of tokens. */
function maskOf(call: Call, [tokens, keys]: readonly [number, number], past: number): Mask | undefined {
  const { node, inputs } = call;
  const isCausal = intAttribute(node, 'is_causal', 0) !== 0;
  const given = inputs[3];
  const left = intAttribute(node, 'left_window_size', -1);
  const right = intAttribute(node, 'right_window_size', -1);
  if (!given && !isCausal && left < 0 && right < 0) return undefined;
  const isAllowed = (token: number, key: number) => {
    const ahead = key - token - past;
    return !(isCausal && ahead > 0) && !(left >= 0 && -ahead > left) && !(right >= 0 && ahead > right);
  };
  const order = Array.from({ length: tokens * keys }, (_, at) =>
    isAllowed(Math.floor(at / keys), at % keys) ? 0 : hidden,
  );
  const ofOrder = known('float', [tokens, keys], order);
  if (given?.kind === 'computed')
    return { bias: add(withRank(inOrder(given), 4), withRank(inOrder(ofOrder), 4)) };
  return given ? knownMask(given, ofOrder) : { bias: withRank(inOrder(ofOrder), 4) };
}

type Known = ReturnType<typeof known>;

function knownMask(given: Known, { shape: [tokens, keys], values: order }: Known): Mask {
  const own = given.shape[given.shape.length - 1];
  const rows = given.shape.length > 1 ? given.shape[given.shape.length - 2] : 1;
  const lead = given.shape.slice(0, -2);
  const count = lead.reduce((product, length) => product * length, 1);
  const values = new Float32Array(count * tokens * keys);
  const seen = new Float32Array(count * tokens);
  const biasAt = (matrix: number, token: number, key: number) => {
    if (key >= own) return hidden;
    const value = given.values[(matrix * rows + (rows === 1 ? 0 : token)) * own + key];
    return given.type === 'bool' ? (value ? 0 : hidden) : Math.max(value, hidden);
  };
  for (let matrix = 0; matrix < count; matrix += 1)
    for (let token = 0; token < tokens; token += 1)
      for (let key = 0; key < keys; key += 1) {
        const bias = Math.max(biasAt(matrix, token, key) + order[token * keys + key], hidden);
        values[(matrix * tokens + token) * keys + key] = bias;
        if (bias > hidden / 2) seen[matrix * tokens + token] = 1;
      }
  const bias = withRank(tensor(values, [1, ...lead, tokens, keys]), 4);
  if (seen.every((one) => one === 1)) return { bias };
  return { bias, isSeen: withRank(tensor(seen, [1, ...lead, tokens, 1]), 4) };
}
