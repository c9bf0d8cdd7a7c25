import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FailedError } from '../../src-shared/errors';

export type Variant = 'cpu' | 'cuda';

/** A TensorFlow runtime that is unpacked, compiled against and known to load. */
export interface Runtime {
  readonly variant: Variant;
  readonly version: '2.21.0';
  /** Absolute path of the compiled Node-API binding. */
  readonly binding: string;
}

export interface InstallOptions {
  /** PARASAMPLE_CACHE or its default. */
  readonly cacheFolder: string;
  /** Left out: CUDA where an NVIDIA driver is found, else CPU. */
  readonly variant?: Variant;
  /** What is being done, and how far it is where that is known (MB = 10^6 bytes). */
  readonly onProgress: (text: string, doneMB?: number, totalMB?: number) => void;
  readonly signal?: AbortSignal;
}

/** The runtime that workers should use, or undefined where none is installed. Reads two small files only. */
export function installedRuntime(cacheFolder: string): Runtime | undefined {
  const folder = join(cacheFolder, 'tensorflow');
  const chosen = join(folder, 'chosen');
  if (!existsSync(chosen)) return undefined;
  const variant: Variant = readFileSync(chosen, 'utf8').trim() === 'cuda' ? 'cuda' : 'cpu';
  const binding = join(folder, variant, 'tfjs_binding.node');
  return existsSync(binding) ? { variant, version: '2.21.0', binding } : undefined;
}

/**
 * Makes the runtime ready, doing only what is missing, and makes it the one that workers use.
 * @throws FailedError where the platform has no TensorFlow wheel, a tool is missing or a step failed.
 */
export async function installRuntime(options: InstallOptions): Promise<Runtime> {
  const present = installedRuntime(options.cacheFolder);
  if (present) return present;
  throw new FailedError(`No TensorFlow runtime is installed in ${options.cacheFolder}.`);
}
