import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { GraphValue } from '../graph/graph-builder';
import { reshape } from './shape-kernels';
import type { TraceBackend } from './trace-backend';

/** What a layer gives without its bias, [samples, rows, columns] or [items, height, width, columns], and its bias, [samples or 1, 1, columns]. */
export interface BiasedProduct {
  readonly product: TensorInfo;
  readonly bias: TensorInfo;
}

/**
 * The parts of what a dense layer or a convolution gives, so that what comes behind it takes them as they are: their sum, which the
 * layer wrote into the graph, is then never computed. Undefined where a value is something else.
 */
export function biasedProduct(trace: TraceBackend, x: TensorInfo): BiasedProduct | undefined {
  const sum = trace.behindReshapes(x);
  if (sum?.op !== 'AddV2') return undefined;
  const [product, bias] = sum.inputs.map((name) => trace.onlyValue(name));
  if (!product || !bias || x.shape.at(-1) !== product.shape.at(-1)) return undefined;
  const op = trace.graph.nodeOf(product)?.op;
  if (op === 'BatchMatMulV2' && isRowOfSamples(product, bias))
    return { product: trace.hold(product), bias: trace.hold(bias) };
  if (op !== 'Conv2D' || !isOfChannels(product, bias)) return undefined;
  return {
    product: trace.hold(product),
    bias: reshape(trace, trace.hold(bias), [1, 1, ...bias.shape.slice(-1)]),
  };
}

function isRowOfSamples(product: GraphValue, bias: GraphValue): boolean {
  const [samples, , columns] = product.shape;
  const [ofBias, row, width] = bias.shape;
  const isRow = product.shape.length === 3 && bias.shape.length === 3 && row === 1 && width === columns;
  return isRow && (ofBias === 1 || ofBias === samples);
}

function isOfChannels(product: GraphValue, bias: GraphValue): boolean {
  const channels = product.shape.at(-1);
  return (
    bias.shape.at(-1) === channels &&
    bias.shape.every((length, axis, all) => axis === all.length - 1 || length === 1)
  );
}
