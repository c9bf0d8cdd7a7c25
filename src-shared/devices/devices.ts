/** A place where one worker can train. Sizes in MB (10^6 bytes); what could not be read is undefined. */
export type Device = CpuSlot | Gpu;

export interface CpuSlot {
  readonly kind: 'cpu';
  readonly id: string;
  readonly name: string;
  /** Slots share the machine's cores; this is how many there are in all. */
  readonly cores: number;
  readonly totalMemoryMB: number;
  readonly usedMemoryMB: number;
  /** Whole machine, 0 to 100. */
  readonly utilisationPercent?: number;
}

export interface Gpu {
  readonly kind: 'gpu';
  /** As gpu:0; an instance of one that MIG divides is gpu:0.1. */
  readonly id: string;
  readonly index: number;
  readonly uuid: string;
  readonly name: string;
  readonly totalMemoryMB: number;
  readonly usedMemoryMB: number;
  readonly utilisationPercent?: number;
  readonly temperatureC?: number;
  readonly powerW?: number;
  /** What the driver lets it take. */
  readonly powerLimitW?: number;
  readonly driver: string;
  /** As "9.0". */
  readonly computeCapability?: string;
  /** Why the driver has it run slower than it could, as "power cap". */
  readonly slowedBy?: readonly string[];
  /** Programs that hold its memory. */
  readonly users?: readonly GpuUser[];
  /** Why nothing can train on it, as a sentence with the remedy; undefined where something can. */
  readonly hindrance?: string;
}

export interface GpuUser {
  readonly pid: number;
  readonly program: string;
  readonly memoryMB?: number;
}

export interface DeviceReport {
  readonly devices: readonly Device[];
  /** Why no GPU is listed, as a sentence; undefined where one is. */
  readonly gpuNote?: string;
}
