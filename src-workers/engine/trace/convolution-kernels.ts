import { backend_util, type NamedAttrMap } from '@tensorflow/tfjs-core';
import type { Attribute } from '../graph/graph-builder';
import { floatT, intsOf, type KernelTable } from './kernel-table';
import { emitProduct } from './product';

type Pad = 'valid' | 'same' | number;
type Shape4 = [number, number, number, number];

interface ConvolutionAttributes {
  readonly strides: number | [number, number];
  readonly pad: Pad;
  readonly dataFormat?: 'NHWC' | 'NCHW';
}

/** @param isDepthwise whether each channel has filters of its own, [height, width, channels, filters of each] */
function convolutionInfo(
  input: number[],
  filter: number[],
  attrs: NamedAttrMap,
  isDepthwise = false,
): backend_util.Conv2DInfo {
  const { strides, pad } = attrs as unknown as ConvolutionAttributes;
  const info = backend_util.computeConv2DInfo(
    input as Shape4,
    filter as Shape4,
    strides,
    1,
    pad,
    'floor',
    isDepthwise,
  );
  if (info.padInfo.type !== 'SAME' && info.padInfo.type !== 'VALID')
    throw new Error('Convolutions are traced with padding same or valid alone.');
  return info;
}

function poolingInfo(input: number[], attrs: NamedAttrMap): backend_util.Conv2DInfo {
  const { strides, pad } = attrs as unknown as ConvolutionAttributes;
  return backend_util.computePool2DInfo(
    input as Shape4,
    attrs.filterSize as [number, number],
    strides,
    1,
    pad,
  );
}

function convolutionAttributes(info: backend_util.Conv2DInfo): Record<string, Attribute> {
  return {
    strides: { kind: 'ints', values: [1, info.strideHeight, info.strideWidth, 1] },
    padding: { kind: 'string', value: info.padInfo.type },
    data_format: { kind: 'string', value: 'NHWC' },
  };
}

function poolingAttributes(info: backend_util.Conv2DInfo): Record<string, Attribute> {
  return {
    ...convolutionAttributes(info),
    T: floatT,
    ksize: { kind: 'ints', values: [1, info.filterHeight, info.filterWidth, 1] },
  };
}

/** Images are [items, height, width, channels], filters [height, width, in, out]. */
export const convolutionKernels: KernelTable = {
  Conv2D: (trace, { x, filter }, attrs) => {
    const info = convolutionInfo(x.shape, filter.shape, attrs);
    return emitProduct(trace, 'Conv2D', [x, filter], convolutionAttributes(info), info.outShape);
  },

  Conv2DBackpropFilter: (trace, { x, dy }, attrs) => {
    const shape = attrs.filterShape as number[];
    const info = convolutionInfo(x.shape, shape, attrs);
    const inputs = [x, intsOf(trace, shape), dy];
    return emitProduct(trace, 'Conv2DBackpropFilter', inputs, convolutionAttributes(info), shape);
  },

  Conv2DBackpropInput: (trace, { dy, filter }, attrs) => {
    const shape = attrs.inputShape as number[];
    const info = convolutionInfo(shape, filter.shape, attrs);
    const inputs = [intsOf(trace, shape), filter, dy];
    return emitProduct(trace, 'Conv2DBackpropInput', inputs, convolutionAttributes(info), shape);
  },

  DepthwiseConv2dNative: (trace, { x, filter }, attrs) => {
    const info = convolutionInfo(x.shape, filter.shape, attrs, true);
    return emitProduct(
      trace,
      'DepthwiseConv2dNative',
      [x, filter],
      convolutionAttributes(info),
      info.outShape,
    );
  },

  DepthwiseConv2dNativeBackpropFilter: (trace, { x, dy }, attrs) => {
    const shape = attrs.filterShape as number[];
    const info = convolutionInfo(x.shape, shape, attrs, true);
    const inputs = [x, intsOf(trace, shape), dy];
    const operation = 'DepthwiseConv2dNativeBackpropFilter';
    return emitProduct(trace, operation, inputs, convolutionAttributes(info), shape);
  },

  DepthwiseConv2dNativeBackpropInput: (trace, { dy, filter }, attrs) => {
    const shape = attrs.inputShape as number[];
    const info = convolutionInfo(shape, filter.shape, attrs, true);
    const inputs = [intsOf(trace, shape), filter, dy];
    const operation = 'DepthwiseConv2dNativeBackpropInput';
    return emitProduct(trace, operation, inputs, convolutionAttributes(info), shape);
  },

  AvgPool: (trace, { x }, attrs) => {
    const info = poolingInfo(x.shape, attrs);
    return trace.emit('AvgPool', [x], poolingAttributes(info), info.outShape, 'float32');
  },

  AvgPoolGrad: (trace, { dy, input }, attrs) => {
    const info = poolingInfo(input.shape, attrs);
    const inputs = [intsOf(trace, input.shape), dy];
    return trace.emit('AvgPoolGrad', inputs, poolingAttributes(info), input.shape, 'float32');
  },

  MaxPool: (trace, { x }, attrs) => {
    const info = poolingInfo(x.shape, attrs);
    return trace.emit('MaxPool', [x], poolingAttributes(info), info.outShape, 'float32');
  },

  MaxPoolGrad: (trace, { dy, input, output }, attrs) => {
    const info = poolingInfo(input.shape, attrs);
    return trace.emit('MaxPoolGrad', [input, output, dy], poolingAttributes(info), input.shape, 'float32');
  },
};
