import { type CpuInfo, cpus, freemem, totalmem } from 'node:os';
import type { CpuSlot } from '../../src-shared/devices/devices';
import type { Memory } from './gpu-table';

/** So many at least, so that several workers can be tried on any machine. */
const leastSlots = 4;
const leastIntervalMs = 500;

/** One slot for each core, at least four; all share the machine's cores and memory. */
export function cpuSlots(memory: Memory, utilisationPercent: number | undefined): readonly CpuSlot[] {
  const cores = cpus();
  const name = cores[0]?.model.trim() || 'Processor';
  return Array.from({ length: Math.max(leastSlots, cores.length) }, (_, index) => ({
    kind: 'cpu',
    id: `cpu:${index}`,
    name,
    cores: cores.length,
    ...memory,
    utilisationPercent,
  }));
}

export function readSystemMemory(): Memory {
  const total = totalmem();
  return { totalMemoryMB: Math.round(total / 1e6), usedMemoryMB: Math.round((total - freemem()) / 1e6) };
}

interface Times {
  readonly busy: number;
  readonly all: number;
}

/** Measures how busy the processors were between one reading and the next. */
export class UtilisationMeter {
  #before = timesOf(cpus());
  #readAt = performance.now();
  #percent: number | undefined;

  /** Percent of the whole machine since the last reading; readings less than half a second apart give the same. */
  read(): number | undefined {
    if (performance.now() - this.#readAt < leastIntervalMs) return this.#percent;
    const now = timesOf(cpus());
    this.#percent = utilisationBetween(this.#before, now) ?? this.#percent;
    this.#before = now;
    this.#readAt = performance.now();
    return this.#percent;
  }
}

/** Milliseconds spent by all processors together, since the machine started. */
export function timesOf(processors: readonly Pick<CpuInfo, 'times'>[]): Times {
  const sumOf = (pick: (times: CpuInfo['times']) => number) =>
    processors.reduce((sum, { times }) => sum + pick(times), 0);
  const idle = sumOf((times) => times.idle);
  const busy = sumOf((times) => times.user + times.nice + times.sys + times.irq);
  return { busy, all: busy + idle };
}

/** Percent, 0 to 100; undefined where no time has passed. */
export function utilisationBetween(before: Times, after: Times): number | undefined {
  const all = after.all - before.all;
  if (all <= 0) return undefined;
  return Math.min(100, Math.max(0, Math.round((100 * (after.busy - before.busy)) / all)));
}
