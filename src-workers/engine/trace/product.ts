import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Attribute } from '../graph/graph-builder';
import { floatT } from './kernel-table';
import type { TraceBackend } from './trace-backend';

const bfloat16: Attribute = { kind: 'type', type: 'bfloat16' };
const isRounded: Attribute = { kind: 'bool', value: false };

/**
 * A matrix product or convolution of float32 tensors. Where the graph says so its factors, and what it returns, are
 * rounded to bfloat16 (8 bits of precision, float32's range); sums inside stay float32, and so does everything else.
 */
export function emitProduct(
  trace: TraceBackend,
  op: string,
  inputs: readonly TensorInfo[],
  attributes: Readonly<Record<string, Attribute>>,
  shape: readonly number[],
): TensorInfo {
  if (trace.graph.products === 'float32')
    return trace.emit(op, inputs, { ...attributes, T: floatT }, shape, 'float32');
  const factors = inputs.map((input) =>
    input.dtype === 'float32' ? cast(trace, input, floatT, bfloat16) : input,
  );
  const product = trace.emit(op, factors, { ...attributes, T: bfloat16 }, shape, 'float32');
  return cast(trace, product, bfloat16, floatT);
}

function cast(trace: TraceBackend, x: TensorInfo, from: Attribute, to: Attribute): TensorInfo {
  return trace.emit('Cast', [x], { SrcT: from, DstT: to, Truncate: isRounded }, x.shape, 'float32');
}
