import { engine } from '@tensorflow/tfjs-core';
import type { DeviceKind } from '../../../src-shared/runs/run-estimate';
import { TraceBackend } from './trace-backend';

/**
 * Whether what runs now is written for a TensorFlow that has Parasample's own operations (native/). Where it has not,
 * or another engine computes, the same mathematics is composed of tfjs's operations.
 */
export function hasOwnOperations(): boolean {
  const { backend } = engine();
  return backend instanceof TraceBackend && backend.graph.hasOwnOperations;
}

/** The same of those of native/ that GPUs have no kernels for. */
export function hasOwnOperationsOfCpus(): boolean {
  const { backend } = engine();
  return hasOwnOperations() && backend instanceof TraceBackend && backend.graph.device === 'cpu';
}

/** What a graph with our own operations, which is written now, is to run on. */
export function deviceOfOwnOperations(): DeviceKind | undefined {
  const { backend } = engine();
  return backend instanceof TraceBackend && backend.graph.hasOwnOperations ? backend.graph.device : undefined;
}

/** Whether the products of what is written now are of float32 values. */
export function hasExactProducts(): boolean {
  const { backend } = engine();
  return !(backend instanceof TraceBackend) || backend.graph.products === 'float32';
}

/** Whether what runs now is written into a TensorFlow graph. */
export function isTraced(): boolean {
  return engine().backend instanceof TraceBackend;
}
