import type { Gpu } from '../../src-shared/devices/devices';

/** CUDA 12's runtime works with drivers from here on (CUDA Compatibility, NVIDIA). */
const leastDriver = '525.60';
/** cuDNN from 9.11 on has no code for anything older (cuDNN's support matrix, NVIDIA). */
const leastCapability = '7.5';

/** The GPU, with the sentence that says why nothing can train on it where that is so. */
export function judged(gpu: Gpu, visible: string | undefined): Gpu {
  const hindrance = hiddenBy(gpu, visible) ?? tooOldDriver(gpu) ?? tooOldGpu(gpu);
  return hindrance === undefined ? gpu : { ...gpu, hindrance };
}

/**
 * @param visible CUDA_VISIBLE_DEVICES as the person has set it: indices, or beginnings of UUIDs; CUDA reads as far as the first that
 * names nothing, as -1 does (CUDA C++ Programming Guide, "CUDA Environment Variables")
 */
function hiddenBy({ id, index, uuid }: Gpu, visible: string | undefined): string | undefined {
  const names = visible
    ?.replace(/(^|,)\s*-.*$/, '')
    .split(',')
    .map((name) => name.trim());
  const isNamed = (name: string) => name !== '' && (name === String(index) || uuid.startsWith(name));
  if (!names || names.some(isNamed)) return undefined;
  return `${id} is hidden by CUDA_VISIBLE_DEVICES=${visible}, with which Parasample was started; start it without, or name ${index} there too.`;
}

function tooOldDriver({ id, driver }: Gpu): string | undefined {
  if (!isBelow(driver, leastDriver)) return undefined;
  return `${id} has the NVIDIA driver ${driver}, which is too old for CUDA 12; please update it to ${leastDriver} or newer.`;
}

function tooOldGpu({ id, name, computeCapability = leastCapability }: Gpu): string | undefined {
  if (!isBelow(computeCapability, leastCapability)) return undefined;
  return `${id} (${name}) has compute capability ${computeCapability}, too old for cuDNN 9; GPUs from ${leastCapability} on (Turing) can train, or choose CPU slots.`;
}

/** Compares by the first two numbers; what is none is below nothing. */
function isBelow(version: string, least: string): boolean {
  const [major = Number.NaN, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = least.split('.').map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}
