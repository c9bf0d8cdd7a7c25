import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FailedError } from '../../../src-shared/errors';

/** What TensorFlow opens before it takes a GPU, in this order; without any one it computes on the CPU and says nothing. */
const cudaLibraries: readonly (readonly [string, string])[] = [
  ['cuda_runtime', 'libcudart.so.12'],
  ['cublas', 'libcublas.so.12'],
  ['cublas', 'libcublasLt.so.12'],
  ['cufft', 'libcufft.so.11'],
  ['cusolver', 'libcusolver.so.11'],
  ['cusparse', 'libcusparse.so.12'],
  ['cudnn', 'libcudnn.so.9'],
];
const driverLibraries = ['libcuda.so.1', 'libnvidia-ml.so.1'];

/**
 * Before TensorFlow is loaded for a GPU, which a missing library may end with the whole process.
 * @param gpu as gpu:0
 * @param binding path of the compiled binding, beside which CUDA's libraries lie
 * @throws FailedError that names the first library that cannot be opened
 */
export function refuseMissingLibraries(gpu: string, binding: string): void {
  for (const name of driverLibraries) {
    const complaint = complaintAbout(name);
    if (complaint === undefined) continue;
    throw new FailedError(
      `${gpu} needs ${name} of the NVIDIA driver, which cannot be opened (${complaint}); install the driver again, or choose CPU slots.`,
    );
  }
  for (const [part, name] of cudaLibraries) {
    const own = join(dirname(binding), 'nvidia', part, 'lib', name);
    const complaint = complaintAbout(existsSync(own) ? own : name);
    if (complaint === undefined) continue;
    throw new FailedError(
      `${gpu} needs ${name}, which cannot be opened (${complaint}); remove ${dirname(binding)} and run \`parasample runtime --cuda\`, or choose CPU slots.`,
    );
  }
}

/** @throws FailedError where TensorFlow would compute on the CPU in the GPU's name */
export function refuseUnregisteredGpu(gpu: string, binding: { isUsingGpuDevice(): boolean }): void {
  if (binding.isUsingGpuDevice()) return;
  throw new FailedError(
    `TensorFlow did not take ${gpu}, though all libraries are there: its driver may be too old or in trouble, about which \`nvidia-smi\` may say more. Nothing was computed on the CPU instead.`,
  );
}

/** The loader's complaint; undefined where the library can be opened, which here means: is found to be no module of Node's. */
export function complaintAbout(library: string): string | undefined {
  try {
    process.dlopen({ exports: {} }, library);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return message.includes('did not self-register') ? undefined : message;
  }
}
