import { execFile } from 'node:child_process';
import type { Gpu } from '../../src-shared/devices';

export interface Memory {
  readonly totalMemoryMB: number;
  readonly usedMemoryMB: number;
}

export type GpuReading =
  | { readonly gpus: readonly Gpu[] }
  /** Why there is none, as a sentence. */
  | { readonly note: string };

const columns = [
  'index',
  'uuid',
  'name',
  'memory.total',
  'memory.used',
  'utilization.gpu',
  'temperature.gpu',
  'power.draw',
  'driver_version',
];
const mbPerMiB = 1.048576;
const answerSeconds = 5;

/** NVIDIA's GPUs as its own tool tells them. `systemMemory` stands in where a GPU has none of its own. */
export function readGpus(systemMemory: Memory): Promise<GpuReading> {
  const args = [`--query-gpu=${columns.join(',')}`, '--format=csv,noheader,nounits'];
  return new Promise((resolve) => {
    execFile(
      'nvidia-smi',
      args,
      { timeout: answerSeconds * 1000, killSignal: 'SIGKILL' },
      (error, stdout) => {
        if (error) return resolve({ note: noteOf(error, stdout) });
        const gpus = parseGpus(stdout, systemMemory);
        resolve(gpus.length > 0 ? { gpus } : { note: 'The NVIDIA driver answers, but lists no GPU.' });
      },
    );
  });
}

/**
 * The GPUs in nvidia-smi's answer, one row each in the order of `columns`, sizes in MiB. Rows that are no GPU
 * (a lost one leaves a sentence) are left out; numbers the driver does not know, such as [N/A], are undefined.
 */
export function parseGpus(text: string, systemMemory: Memory): readonly Gpu[] {
  return text.split(/\r?\n/).flatMap((row) => {
    const fields = row.split(',').map((field) => field.trim());
    const [indexText = '', uuid = '', name = '', total, used, utilisation, temperature, power, driver] =
      fields;
    const index = numberOf(indexText);
    if (fields.length !== columns.length || index === undefined || !uuid.startsWith('GPU-')) return [];
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
    };
  });
}

/** Undefined for GPUs that share the system's memory: the driver has no number of theirs. */
function memoryOf(totalMiB: number | undefined, usedMiB: number | undefined): Memory | undefined {
  if (totalMiB === undefined || usedMiB === undefined) return undefined;
  return { totalMemoryMB: Math.round(totalMiB * mbPerMiB), usedMemoryMB: Math.round(usedMiB * mbPerMiB) };
}

function numberOf(field: string | undefined): number | undefined {
  const value = field ? Number(field) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

interface ToolFailure {
  readonly code?: number | string | null;
  readonly killed?: boolean;
}

/** Why the tool gave no list, as a sentence. Its own words are on its standard output. */
export function noteOf(error: ToolFailure, stdout: string): string {
  if (error.code === 'ENOENT') return 'No NVIDIA driver is installed, so training uses the CPU.';
  if (error.killed)
    return `nvidia-smi gave no answer within ${answerSeconds} seconds, so no GPU can be used.`;
  const words = stdout.trim().split(/\r?\n/)[0]?.replace(/\.$/, '') || `it ended with code ${error.code}`;
  if (words.includes('version mismatch'))
    return `The NVIDIA driver was updated while in use (${words}); restart the machine to use its GPUs.`;
  return `nvidia-smi failed, so no GPU can be used: ${words}.`;
}
