import type { TensorInfo } from '@tensorflow/tfjs-core';
import { biasedProduct } from './biased-product';
import { emitOwn } from './emit-own';
import { intOf } from './kernel-table';
import { reshape } from './shape-kernels';
import type { TraceBackend } from './trace-backend';

/** What a layer gives, its bias and what goes past the layer, added up in one pass over memory. */
const residualOperation = 'ParasampleBiasResidual';

/**
 * The sum of what a layer with a bias gives and of something of the same shape, on GPUs: the layer's own sum is then never computed.
 * Undefined where it is something else.
 */
export function residualSum(trace: TraceBackend, a: TensorInfo, b: TensorInfo): TensorInfo | undefined {
  if (!isForOwnKernels(trace) || `${a.shape}` !== `${b.shape}`) return undefined;
  const [parts, residual] = [biasedProduct(trace, b), a] as const;
  if (parts) return emitSum(trace, parts.product, [parts.bias, residual], a.shape);
  const others = biasedProduct(trace, a);
  return others && emitSum(trace, others.product, [others.bias, b], a.shape);
}

/** A rectifier that takes along the bias of the layer behind which it is, and what goes past that, on GPUs. */
export function biasedRelu(trace: TraceBackend, x: TensorInfo): TensorInfo | undefined {
  if (!isForOwnKernels(trace)) return undefined;
  const sum = trace.behindReshapes(x);
  if (sum?.op === residualOperation) {
    const [product, bias, residual] = sum.inputs.map((name) => trace.inputOf(name));
    if (!product || !bias || !residual) return undefined;
    const inputs = [product, bias, residual].map((value) => trace.hold(value));
    const rectified = emitOwn(trace, residualOperation, [...inputs, intOf(trace, 1)], [product.shape]);
    return reshape(trace, rectified[0], x.shape);
  }
  const parts = biasedProduct(trace, x);
  if (!parts) return undefined;
  const { product, bias } = parts;
  return reshape(trace, emitOwn(trace, 'ParasampleBiasRelu', [product, bias], [product.shape])[0], x.shape);
}

function emitSum(
  trace: TraceBackend,
  product: TensorInfo,
  others: readonly TensorInfo[],
  shape: number[],
): TensorInfo {
  const isRectified = intOf(trace, 0);
  const sum = emitOwn(trace, residualOperation, [product, ...others, isRectified], [product.shape]);
  return reshape(trace, sum[0], shape);
}

function isForOwnKernels({ graph }: TraceBackend): boolean {
  return graph.hasOwnOperations && graph.device === 'gpu';
}
