import type { DataType, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Attribute } from '../graph/graph-builder';
import { graphType, type TraceBackend } from './trace-backend';

/** What one tfjs kernel writes into the graph, given its inputs by tfjs's names. */
export type TraceKernel = (
  trace: TraceBackend,
  inputs: Readonly<Record<string, TensorInfo>>,
  attrs: NamedAttrMap,
) => TensorInfo | TensorInfo[];

export type KernelTable = Readonly<Record<string, TraceKernel>>;

export const floatT: Attribute = { kind: 'type', type: 'float32' };
export const intT: Attribute = { kind: 'type', type: 'int32' };

export function typeT(dtype: DataType): Attribute {
  return { kind: 'type', type: graphType(dtype) };
}

/** A constant int32 vector (a shape, axes) as a tfjs handle. */
export function intsOf(trace: TraceBackend, values: readonly number[]): TensorInfo {
  return trace.hold(trace.graph.ints(values));
}

export function intOf(trace: TraceBackend, value: number): TensorInfo {
  return trace.hold(trace.graph.scalar(value, 'int32'));
}
