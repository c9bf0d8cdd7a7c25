import { util } from '@tensorflow/tfjs-core';
import { intOf, intT, type KernelTable, typeT } from './kernel-table';

export const gatherKernels: KernelTable = {
  GatherV2: (trace, { x, indices }, attrs) => {
    if (attrs.batchDims !== 0) throw new Error('Gathering is traced without batch dimensions alone.');
    const [axis] = util.parseAxisParam(attrs.axis as number, x.shape);
    const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
    const attributes = {
      Tparams: typeT(x.dtype),
      Tindices: intT,
      Taxis: intT,
      batch_dims: { kind: 'int', value: 0 } as const,
    };
    return trace.emit('GatherV2', [x, indices, intOf(trace, axis)], attributes, shape, x.dtype);
  },

  UnsortedSegmentSum: (trace, { x, segmentIds }, attrs) => {
    const segments = attrs.numSegments as number;
    const attributes = { T: typeT(x.dtype), Tindices: intT, Tnumsegments: intT };
    const shape = [segments, ...x.shape.slice(1)];
    return trace.emit(
      'UnsortedSegmentSum',
      [x, segmentIds, intOf(trace, segments)],
      attributes,
      shape,
      x.dtype,
    );
  },
};
