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
  readonly id: string;
  readonly index: number;
  readonly uuid: string;
  readonly name: string;
  readonly totalMemoryMB: number;
  readonly usedMemoryMB: number;
  readonly utilisationPercent?: number;
  readonly temperatureC?: number;
  readonly powerW?: number;
  readonly driver: string;
}

export interface DeviceReport {
  readonly devices: readonly Device[];
  /** Why no GPU is listed, as a sentence; undefined where one is. */
  readonly gpuNote?: string;
}
