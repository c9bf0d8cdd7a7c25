import type { WorkerLauncher } from '../processes/worker-process';

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
  /** Left out: the one in use, else CUDA where an NVIDIA driver is found, else CPU. */
  readonly variant?: Variant;
  /** What is being done, and how far it is where that is known (MB = 10^6 bytes). */
  readonly onProgress: (text: string, doneMB?: number, totalMB?: number) => void;
  readonly signal?: AbortSignal;
  /** Starts the process that tries out what was compiled. */
  readonly launcher: WorkerLauncher;
}
