import type { DeviceReport } from '../../src-shared/devices/devices';
import { readGpus } from './nvidia-smi';
import { cpuSlots, readSystemMemory, UtilisationMeter } from './processors';

// Utilisation is a difference between two moments, so it is one meter for the whole process.
const meter = new UtilisationMeter();

/** What this machine offers now, CPU slots first. Never fails: where no GPU can be read, `gpuNote` says why. */
export async function readDevices(): Promise<DeviceReport> {
  const memory = readSystemMemory();
  const slots = cpuSlots(memory, meter.read());
  const reading = await readGpus(memory);
  if ('note' in reading) return { devices: slots, gpuNote: reading.note };
  return { devices: [...slots, ...reading.gpus] };
}

/** Reports the devices at once and then `everyMs` milliseconds after each report, while started. */
export class DeviceWatch {
  #timer: NodeJS.Timeout | undefined;
  /** Counts starts, so that a reading that was under way at a stop is dropped. */
  #session = 0;
  readonly #onReport: (report: DeviceReport) => void;
  readonly #everyMs: number;

  constructor(onReport: (report: DeviceReport) => void, everyMs: number) {
    this.#onReport = onReport;
    this.#everyMs = everyMs;
  }

  /** Starting a started watch changes nothing. */
  start(): void {
    if (this.#timer) return;
    this.#session += 1;
    this.#timer = setTimeout(() => this.#report(this.#session), 0);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #report(session: number): Promise<void> {
    const report = await readDevices();
    if (!this.#timer || session !== this.#session) return;
    this.#onReport(report);
    if (this.#timer) this.#timer = setTimeout(() => this.#report(session), this.#everyMs);
  }
}
