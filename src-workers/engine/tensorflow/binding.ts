import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FailedError } from '../../../src-shared/errors';
import { gpuVariable } from '../../../src-shared/protocol/worker-variables';
import { type GpuOperations, loadOwnOperations, type OwnOperations } from './own-operations';
import { refuseMissingLibraries, refuseUnregisteredGpu } from './registered-gpu';

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
  /** What native/ has for CPUs, gradients and parameters in memory of our own; undefined where graphs must do without. */
  readonly ownOperations: OwnOperations | undefined;
  /** What native/ has for several GPUs, where its kernels run on this one. */
  readonly gpuOperations: GpuOperations | undefined;
  /** Whether graphs may hold the operations of native/, on the device that this process computes on. */
  readonly hasOwnKernels: boolean;
  /** Without them: a sentence that says so, and why. */
  readonly slowness: string | undefined;
}

/**
 * Loads the native binding, and TensorFlow with it, in a process that is for one device.
 * @param mayUseOwn false where the operations beside it are of another version of Parasample
 * @throws FailedError when the library cannot be loaded (a runtime that was removed, or made for another machine), or the
 * process is for a GPU that TensorFlow cannot use.
 */
export function loadBinding(path: string, mayUseOwn = true): Binding {
  const gpu = process.env[gpuVariable];
  if (gpu) refuseMissingLibraries(gpu, path);
  const binding = loaded(path);
  if (gpu) refuseUnregisteredGpu(gpu, binding);
  const ownOperations = mayUseOwn ? loadOwnOperations(path) : undefined;
  if (!binding.isUsingGpuDevice())
    return Object.assign(binding, {
      ownOperations,
      gpuOperations: undefined,
      hasOwnKernels: ownOperations !== undefined,
      slowness: ownOperations ? undefined : slownessOfCpu(mayUseOwn),
    });
  const complaint = ownOperations ? ownOperations.prepareGpu(dirname(path)) : 'they were not compiled for it';
  const slowness = complaint === '' ? undefined : slownessOf(gpu ?? 'The GPU', complaint);
  const hasOwnKernels = complaint === '';
  const gpuOperations =
    ownOperations && hasOwnKernels ? { operations: ownOperations, nccl: ncclBeside(path) } : undefined;
  return Object.assign(binding, { ownOperations: undefined, gpuOperations, hasOwnKernels, slowness });
}

/** NCCL as the set-up fetched it, or whichever the system finds. */
function ncclBeside(path: string): string {
  const name = 'libnccl.so.2';
  const own = join(dirname(path), 'nvidia', 'nccl', 'lib', name);
  return existsSync(own) ? own : name;
}

function slownessOfCpu(mayUseOwn: boolean): string {
  const why = mayUseOwn ? 'were not compiled, for which g++ is needed' : 'are of another version';
  return `TensorFlow's own operations are used, which are slower: those of Parasample ${why}; \`parasample runtime\` compiles them.`;
}

function slownessOf(gpu: string, complaint: string): string {
  const [first = ''] = complaint.trim().split('\n');
  return `${gpu} computes with TensorFlow's own kernels, which are slower: those of Parasample cannot be used (${first}).`;
}

function loaded(path: string): Binding {
  try {
    const target: { exports: unknown } = { exports: {} };
    process.dlopen(target, path);
    return target.exports as Binding;
  } catch (error) {
    const cause = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new FailedError(
      `TensorFlow could not be loaded (${cause}). \`parasample runtime\` installs it again.`,
    );
  }
}
