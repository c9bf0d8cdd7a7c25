import type { Gpu } from '../../src-shared/devices/devices';
import { FailedError } from '../../src-shared/errors';
import { readGpus } from '../devices/nvidia-smi';
import { readSystemMemory } from '../devices/processors';
import type { Variant } from './installation';

/**
 * CUDA where a GPU is there on which something can train, else CPU.
 * @param tell hears why GPUs that are there cannot be used
 */
export async function fittingVariant(tell: (text: string) => void = () => {}): Promise<Variant> {
  const hindrances = await hindrancesOfGpus();
  if (hindrances.includes(undefined)) return 'cuda';
  for (const hindrance of hindrances) if (hindrance) tell(hindrance);
  return 'cpu';
}

/**
 * Before gigabytes are fetched for nothing. A machine without GPUs may be made ready for another, as a container is.
 * @throws FailedError where GPUs are there and nothing can train on any of them
 */
export async function refuseUnusableGpus(): Promise<void> {
  const hindrances = await hindrancesOfGpus();
  const [first] = hindrances;
  if (!first || hindrances.includes(undefined)) return;
  throw new FailedError(`TensorFlow for CUDA was not downloaded: ${first}`);
}

export async function gpusHere(): Promise<readonly Gpu[]> {
  const reading = await readGpus(readSystemMemory());
  return 'gpus' in reading ? reading.gpus : [];
}

async function hindrancesOfGpus(): Promise<readonly (string | undefined)[]> {
  return (await gpusHere()).map(({ hindrance }) => hindrance);
}
