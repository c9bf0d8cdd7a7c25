import type { Device } from '../../src-shared/devices/devices';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { gpuVariable } from '../../src-shared/protocol/worker-variables';
import { deterministicVariables, ncclVariables, tf32Variables, withoutForeign } from './listened-variables';

const usual = { precision: 'float32', deterministic: false } as const;

/**
 * The environment of the worker on `device`: it sees that device alone, and the CPU slots of a run share the cores
 * evenly, unless the run says how many threads each has. What decides numbers is chosen here (`listened-variables.ts`). `devices` are all devices of the run, `cores` those of the
 * machine.
 */
export function workerEnvironment(
  device: Device,
  devices: readonly Device[],
  cores: number,
  base: Readonly<Record<string, string | undefined>>,
  threadsPerDevice = evenShare(device, devices, cores),
  training: Pick<Experiment['training'], 'precision' | 'deterministic'> = usual,
): Record<string, string> {
  return {
    ...withoutForeign(base),
    ...visibility(device),
    ...threads(threadsPerDevice),
    ...tf32Variables(training),
    ...deterministicVariables(training),
    ...(device.kind === 'gpu' ? ncclVariables(training) : {}),
  };
}

function visibility(device: Device): Record<string, string> {
  return {
    CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
    CUDA_VISIBLE_DEVICES: device.kind === 'gpu' ? device.uuid : '',
    ...(device.kind === 'gpu' ? { [gpuVariable]: device.id } : {}),
    // Otherwise TensorFlow takes all of the GPU's memory at once, also what other programs need.
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    TF_CPP_MIN_LOG_LEVEL: '2',
  };
}

function evenShare(device: Device, devices: readonly Device[], cores: number): number {
  const sharing = devices.filter((one) => one.kind === device.kind).length;
  return Math.max(1, Math.floor(cores / sharing));
}

function threads(count: number): Record<string, string> {
  return {
    TF_NUM_INTRAOP_THREADS: String(count),
    OMP_NUM_THREADS: String(count),
    TF_NUM_INTEROP_THREADS: '1',
  };
}
