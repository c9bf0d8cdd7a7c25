import { FailedError } from '../../../src-shared/errors';
import { loadOwnOperations, type OwnOperations } from './own-operations';

/** A tensor's number inside the binding, with what it knows of it. */
export interface BoundTensor {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
}

/** What is used here of tfjs-node's native binding (@tensorflow/tfjs-node-gpu, binding/tfjs_binding.cc). */
export interface Binding {
  createTensor(
    shape: readonly number[],
    dtype: number,
    values: Float32Array | Int32Array | Uint8Array | readonly Uint8Array[],
  ): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  /** Runs one operation at once; throws where it fails. */
  executeOp(
    name: string,
    attributes: readonly { readonly name: string; readonly type: number; readonly value: string | number }[],
    inputs: readonly number[],
    outputs: number,
  ): BoundTensor[];
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(session: number): void;
  runSavedModel(
    session: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): BoundTensor[];
  isUsingGpuDevice(): boolean;
  /** The operations of native/, whose kernels are for CPUs; undefined where graphs must do without. */
  readonly ownOperations: OwnOperations | undefined;
}

/**
 * Loads the native binding, and TensorFlow with it.
 * @param mayUseOwn false where the operations beside it are of another version of Parasample
 * @throws FailedError when the library cannot be loaded (a runtime that was removed, or made for another machine).
 */
export function loadBinding(path: string, mayUseOwn = true): Binding {
  try {
    const loaded: { exports: unknown } = { exports: {} };
    process.dlopen(loaded, path);
    const binding = loaded.exports as Binding;
    const ownOperations = mayUseOwn && !binding.isUsingGpuDevice() ? loadOwnOperations(path) : undefined;
    return Object.assign(binding, { ownOperations });
  } catch (error) {
    const cause = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new FailedError(
      `TensorFlow could not be loaded (${cause}). \`parasample runtime\` installs it again.`,
    );
  }
}
