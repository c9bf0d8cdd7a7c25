import type { DeviceReport } from '../../src-shared/devices';

/** What this machine offers now. Never fails: where GPUs cannot be read, `gpuNote` says why. */
export async function readDevices(): Promise<DeviceReport> {
  return { devices: [] };
}

/** Reports the devices every `everyMs` milliseconds while started. */
export class DeviceWatch {
  constructor(
    readonly onReport: (report: DeviceReport) => void,
    readonly everyMs: number,
  ) {}

  start(): void {}

  stop(): void {}
}
