import { engine } from '@tensorflow/tfjs-core';
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

/** Whether what runs now is written into a TensorFlow graph. */
export function isTraced(): boolean {
  return engine().backend instanceof TraceBackend;
}
