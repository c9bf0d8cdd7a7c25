import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { GraphValue } from '../graph/graph-builder';
import { reshape } from './shape-kernels';
import type { TraceBackend } from './trace-backend';

/** What a layer gives without its bias, [..., columns], and a bias for each of equal parts of its rows, [parts, 1, columns]. */
export interface BiasedProduct {
  readonly product: TensorInfo;
  readonly bias: TensorInfo;
}

const layers: readonly (string | undefined)[] = ['BatchMatMulV2', 'Conv2D', 'DepthwiseConv2dNative'];

/**
 * The parts of what a dense layer or a convolution gives, so that what comes behind it takes them as they are: their sum, which the
 * layer wrote into the graph, is then never computed. A file may name the bias first. Undefined where a value is something else.
 */
export function biasedProduct(trace: TraceBackend, x: TensorInfo): BiasedProduct | undefined {
  const sum = trace.behindReshapes(x);
  if (sum?.op !== 'AddV2') return undefined;
  const [first, second] = sum.inputs.map((name) => trace.inputOf(name));
  if (!first || !second) return undefined;
  return partsOf(trace, x, first, second) ?? partsOf(trace, x, second, first);
}

function partsOf(
  trace: TraceBackend,
  x: TensorInfo,
  product: GraphValue,
  bias: GraphValue,
): BiasedProduct | undefined {
  if (x.shape.at(-1) !== product.shape.at(-1)) return undefined;
  const layer = trace.nodeBehindReshapes(product);
  const parts = partsOfRows(product, bias);
  if (!layers.includes(layer?.op) || layer?.shape.at(-1) !== x.shape.at(-1) || !parts) return undefined;
  return {
    product: trace.hold(product),
    bias: reshape(trace, trace.hold(bias), [parts, 1, ...bias.shape.slice(-1)]),
  };
}

/** How many equal parts of the rows have a bias of their own: samples, or all together. Undefined where it is no such bias. */
function partsOfRows({ shape }: GraphValue, bias: GraphValue): number | undefined {
  const [samples = 1] = shape;
  const missing = shape.length - bias.shape.length;
  const ofBias = [...Array<number>(Math.max(0, missing)).fill(1), ...bias.shape];
  const [parts = 1] = ofBias;
  const isRow = ofBias.slice(1, -1).every((length) => length === 1) && ofBias.at(-1) === shape.at(-1);
  return missing >= 0 && isRow && (parts === 1 || (parts === samples && shape.length > 1))
    ? parts
    : undefined;
}
