import type { Gpu } from '../../src-shared/devices/devices';

/** CUDA 12's runtime works with drivers from here on (CUDA Compatibility, NVIDIA). */
const leastDriver = '525.60';
/** cuDNN from 9.11 on has no code for anything older (cuDNN's support matrix, NVIDIA). */
const leastCapability = '7.5';

/**
 * All GPUs of the machine, each with the sentence that says why nothing can train on it where that is so.
 * @param visible CUDA_VISIBLE_DEVICES as the person has set it
 * @param order CUDA_DEVICE_ORDER, likewise
 */
export function judgedGpus(
  gpus: readonly Gpu[],
  visible: string | undefined,
  order?: string | undefined,
): readonly Gpu[] {
  const seen = visible === undefined ? gpus : namedBy(visible, gpus);
  return gpus.map((gpu) => {
    const hidden = seen.includes(gpu)
      ? undefined
      : `${hiddenBy(gpu, visible)}${meaningOfNumbers(gpus, visible, order)}`;
    const hindrance = hidden ?? tooOldDriver(gpu) ?? tooOldGpu(gpu);
    return hindrance === undefined ? gpu : { ...gpu, hindrance };
  });
}

/**
 * Those that CUDA leaves: indices, or UUIDs, of which a beginning does where it is one GPU's alone. It reads as far as the first that
 * names nothing, as -1 does (CUDA C++ Programming Guide, "CUDA Environment Variables").
 */
function namedBy(visible: string, gpus: readonly Gpu[]): readonly Gpu[] {
  const named: Gpu[] = [];
  for (const name of visible.split(',').map((text) => text.trim())) {
    const meant = meantBy(name, gpus);
    if (meant.length === 0) break;
    named.push(...meant);
  }
  return named;
}

/** An index is of a GPU, and so of all instances into which MIG divides it. */
function meantBy(name: string, gpus: readonly Gpu[]): readonly Gpu[] {
  const byIndex = gpus.filter(({ index }) => name === String(index));
  const byUuid = gpus.filter(({ uuid }) => /^(GPU|MIG)-/.test(name) && uuid.startsWith(name));
  return byUuid.length === 1 ? byUuid : byIndex;
}

function hiddenBy({ id, index, uuid }: Gpu, visible: string | undefined): string {
  const name = uuid.startsWith('MIG-') ? uuid : index;
  return `${id} is hidden by CUDA_VISIBLE_DEVICES=${visible}, with which Parasample was started; start it without, or name ${name} there too.`;
}

/**
 * Where programs may count GPUs in another order: CUDA's own is from the fastest to the slowest, as it guesses, which differs from the
 * bus's only where there are several models (CUDA C++ Programming Guide, "CUDA Environment Variables"). Workers are given UUIDs, so that what is
 * named here is what they take.
 */
function meaningOfNumbers(gpus: readonly Gpu[], visible = '', order: string | undefined): string {
  const models = new Set(gpus.map(({ name }) => name.replace(/ MIG \S+$/, '')));
  const hasNumbers = visible.split(',').some((name) => /^\s*\d+\s*$/.test(name));
  if (models.size < 2 || !hasNumbers || order === 'PCI_BUS_ID') return '';
  return ' Numbers are read as `nvidia-smi` counts GPUs; CUDA by itself counts the fastest first, unless `CUDA_DEVICE_ORDER=PCI_BUS_ID` is set.';
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
