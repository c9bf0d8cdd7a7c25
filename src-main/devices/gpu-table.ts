import type { Gpu } from '../../src-shared/devices/devices';

export interface Memory {
  readonly totalMemoryMB: number;
  readonly usedMemoryMB: number;
}

/** A GPU as the driver lists it. */
export interface ListedGpu extends Gpu {
  /** MIG divides it: only its instances can be used. */
  readonly isDivided?: true;
}

/** What every driver tells, in the order in which rows have it. */
export const commonColumns = [
  'index',
  'uuid',
  'name',
  'memory.total',
  'memory.used',
  'utilization.gpu',
  'temperature.gpu',
  'power.draw',
  'driver_version',
] as const;

/** What only newer drivers tell, behind the others. The last was called `clocks_throttle_reasons.active` once. */
export const newerColumns = [
  'compute_cap',
  'mig.mode.current',
  'power.limit',
  'clocks_event_reasons.active',
] as const;
export const formerColumns = [...newerColumns.slice(0, -1), 'clocks_throttle_reasons.active'] as const;

const mbPerMiB = 1.048576;

/** Bits of the reasons, as nvml.h names them, that slow a GPU at work. */
const slowingReasons: readonly (readonly [number, string])[] = [
  [0x4, 'power cap'],
  [0x8, 'hardware slowdown'],
  [0x20, 'heat'],
  [0x40, 'heat'],
  [0x80, 'power brake'],
];

/**
 * The GPUs in nvidia-smi's answer, one row each in the order of `commonColumns` and perhaps `newerColumns`, sizes in MiB. Rows
 * that are no GPU (a lost one leaves a sentence) are left out; what the driver does not know, such as [N/A], is undefined.
 * @param systemMemory stands in where a GPU has none of its own
 */
export function parseGpus(text: string, systemMemory: Memory): readonly ListedGpu[] {
  return text.split(/\r?\n/).flatMap((row) => {
    const fields = row.split(',').map((field) => field.trim());
    const [indexText = '', uuid = '', name = '', total, used, utilisation, temperature, power, driver] =
      fields;
    const [capability = '', mig, limit, reasons] = fields.slice(commonColumns.length);
    const index = numberOf(indexText);
    if (fields.length < commonColumns.length || index === undefined || !uuid.startsWith('GPU-')) return [];
    const memory = memoryOf(numberOf(total), numberOf(used)) ?? systemMemory;
    return {
      kind: 'gpu',
      id: `gpu:${index}`,
      index,
      uuid,
      name,
      ...memory,
      utilisationPercent: numberOf(utilisation),
      temperatureC: numberOf(temperature),
      powerW: numberOf(power),
      driver: driver ?? '',
      powerLimitW: numberOf(limit),
      slowedBy: slowedBy(reasons),
      ...(/^\d+\.\d+$/.test(capability) ? { computeCapability: capability } : {}),
      ...(mig === 'Enabled' ? { isDivided: true } : {}),
    };
  });
}

/** Undefined for GPUs that share the system's memory: the driver has no number of theirs. */
function memoryOf(totalMiB: number | undefined, usedMiB: number | undefined): Memory | undefined {
  if (totalMiB === undefined || usedMiB === undefined) return undefined;
  return { totalMemoryMB: megabytes(totalMiB), usedMemoryMB: megabytes(usedMiB) };
}

/** MB of 10^6 bytes from MiB. */
export function megabytes(mebibytes: number): number {
  return Math.round(mebibytes * mbPerMiB);
}

export function numberOf(field: string | undefined): number | undefined {
  const value = field ? Number(field) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

function slowedBy(reasons: string | undefined): readonly string[] | undefined {
  const bits = numberOf(reasons);
  if (bits === undefined) return undefined;
  const names = slowingReasons.filter(([bit]) => bits & bit).map(([, name]) => name);
  return names.length > 0 ? [...new Set(names)] : undefined;
}
