import {
  add,
  customGrad,
  type GradSaveFunc,
  matMul,
  mul,
  reshape,
  type Tensor,
  transpose,
} from '@tensorflow/tfjs-core';
import { floatAttribute, intAttribute } from '../../../src-files/onnx/attributes';
import type { OperatorName } from '../../../src-files/onnx/operators';
import { isTraced } from '../../engine/trace/own-operations';
import { sumToShape } from '../sum-to-shape';
import { type Call, input, type Operator } from './call';
import { tiled } from './repeated';
import { computed, inOrder, shapeOf, type Value, withRank } from './value';

/** Products of matrices: layers with a kernel, and what is computed from the data on both sides. */
export const productOperators: { readonly [Name in OperatorName]?: Operator } = {
  Gemm: (call) => (call.layer ? denseLayer(call, call.layer.layer) : generalProduct(call)),
  MatMul: (call) => {
    if (call.layer) return denseLayer(call, call.layer.layer);
    return computed(product(input(call, 0), input(call, 1)));
  },
};

function denseLayer(call: Call, layer: string): Value {
  const x = inOrder(input(call, 0));
  const { layers, items } = call.surroundings;
  // Only what has an item a row is such for layers that draw outputs.
  if (x.rank > 3 || x.shape[1] === items) return computed(layers.dense(layer, x));
  const [samples, ...rest] = x.shape;
  const out = layers.dense(layer, reshape(x, [samples, 1, ...rest]));
  return computed(reshape(out, [out.shape[0], ...out.shape.slice(2)]));
}

function generalProduct(call: Call): Value {
  const { node, inputs } = call;
  const side = (place: number, flag: string) => {
    const x = inOrder(input(call, place));
    return intAttribute(node, flag, 0) === 0 ? x : transpose(x, [0, 2, 1]);
  };
  const plain = multiply(side(0, 'transA'), side(1, 'transB'));
  const scaled = scaledBy(plain, floatAttribute(node, 'alpha', 1));
  const added = inputs[2];
  if (!added) return computed(scaled);
  return computed(add(scaled, scaledBy(withRank(inOrder(added), 2), floatAttribute(node, 'beta', 1))));
}

function scaledBy(x: Tensor, factor: number): Tensor {
  return factor === 1 ? x : mul(x, factor);
}

/** As numpy's matmul: vectors are rows on the left and columns on the right. */
function product(left: Value, right: Value): Tensor {
  const a = inOrder(left);
  const b = right.kind === 'computed' ? (right.exchanged ?? inOrder(right)) : inOrder(right);
  const isRow = shapeOf(left).length === 1;
  const isColumn = shapeOf(right).length === 1;
  const columnsOfRow = (row: Tensor) => row.size / row.shape[0];
  const rows = isRow ? reshape(a, [a.shape[0], 1, columnsOfRow(a)]) : a;
  const columns = isColumn ? reshape(b, [...b.shape, 1]) : b;
  const rank = Math.max(rows.rank, columns.rank) - 1;
  const turned = right.kind === 'computed' ? right.exchanged : undefined;
  const whole = turned
    ? multiply(withRank(rows, rank), withRank(turned, rank), true)
    : multiply(withRank(rows, rank), withRank(columns, rank));
  if (!isRow && !isColumn) return whole;
  const kept = whole.shape.filter(
    (_, axis) => !(isRow && axis === whole.rank - 2) && !(isColumn && axis === whole.rank - 1),
  );
  return reshape(whole, kept);
}

/**
 * Of tensors of one rank, whose axes before the last two are repeated to each other's lengths; tfjs's own gradient does not
 * sum over what is repeated.
 * @param isTurned whether the last two axes of `right` are exchanged
 */
export function multiply(left: Tensor, right: Tensor, isTurned = false): Tensor {
  const [a, b] = isTraced() ? [left, right] : inFull(left, right);
  const op = customGrad((...args) => {
    const [aIn, bIn, save] = args as [Tensor, Tensor, GradSaveFunc];
    save([aIn, bIn]);
    return {
      value: matMul(aIn, bIn, false, isTurned),
      gradFunc: (dy: Tensor, [aSaved, bSaved]: Tensor[]) => [
        sumToShape(matMul(dy, bSaved, false, !isTurned), a.shape),
        sumToShape(isTurned ? matMul(dy, aSaved, true, false) : matMul(aSaved, dy, true, false), b.shape),
      ],
    };
  });
  return op(a, b);
}

/** tfjs's JavaScript repeats a factor as a whole alone: one with all its axes in front of length 1. */
function inFull(a: Tensor, b: Tensor): readonly [Tensor, Tensor] {
  const [first, second] = [a, b].map(({ shape }) => shape.slice(0, -2));
  const whole = first.map((length, axis) => Math.max(length, second[axis]));
  const isWhole = (own: readonly number[]) => {
    const start = own.findIndex((length) => length !== 1);
    return start < 0 || own.slice(start).every((length, at) => length === whole[start + at]);
  };
  const repeat = (x: Tensor, own: readonly number[]) =>
    isWhole(own) ? x : tiled(x, [...own.map((length, axis) => whole[axis] / length), 1, 1]);
  return [repeat(a, first), repeat(b, second)];
}
