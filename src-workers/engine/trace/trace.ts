import {
  engine,
  getBackend,
  type NamedTensorInfoMap,
  registerBackend,
  registerKernel,
  removeBackend,
  setBackend,
  type Tensor,
  type TensorInfo,
  tidy,
} from '@tensorflow/tfjs-core';
// The umbrella package registers every operation's gradient.
import '@tensorflow/tfjs';
import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import { registerActivationGradients } from './activation-gradients';
import { convolutionKernels } from './convolution-kernels';
import { elementwiseKernels } from './elementwise-kernels';
import { gatherKernels } from './gather-kernels';
import type { KernelTable } from './kernel-table';
import { matrixKernels } from './matrix-kernels';
import { ownKernels } from './own-kernels';
import { shapeKernels } from './shape-kernels';
import { registerSplitHeadsGradient } from './split-heads-gradient';
import { TraceBackend, traceBackendName } from './trace-backend';

let registered = false;

/** Makes kernels known under the trace backend; other modules add the graph form of their own kernels this way. */
export function registerTraceKernels(table: KernelTable): void {
  for (const [kernelName, kernel] of Object.entries(table))
    registerKernel({
      kernelName,
      backendName: traceBackendName,
      kernelFunc: ({ inputs, backend, attrs }) =>
        kernel(
          backend as TraceBackend,
          inputs as NamedTensorInfoMap as Record<string, TensorInfo>,
          attrs ?? {},
        ),
    });
}

/**
 * Runs a function of tfjs tensors once, symbolically, and adds what it did to the graph.
 * @param inputs what the function's arguments are in the graph.
 * @returns what its results are in the graph, in order.
 */
export function traceInto(
  graph: GraphBuilder,
  inputs: readonly GraphValue[],
  body: (tensors: readonly Tensor[]) => readonly Tensor[],
): readonly GraphValue[] {
  registerBuiltInKernels();
  const before = engine().backendName ? getBackend() : undefined;
  const backend = new TraceBackend(graph);
  registerBackend(traceBackendName, () => backend);
  setBackend(traceBackendName);
  try {
    const values: GraphValue[] = [];
    tidy(() => {
      const tensors = inputs.map((input) => engine().makeTensorFromTensorInfo(backend.hold(input)));
      for (const result of body(tensors)) values.push(backend.graphValue(result));
    });
    return values;
  } finally {
    removeBackend(traceBackendName);
    if (before !== undefined) setBackend(before);
  }
}

function registerBuiltInKernels(): void {
  if (registered) return;
  registered = true;
  registerActivationGradients();
  registerSplitHeadsGradient();
  for (const table of [
    elementwiseKernels,
    shapeKernels,
    matrixKernels,
    convolutionKernels,
    gatherKernels,
    ownKernels,
  ])
    registerTraceKernels(table);
}
