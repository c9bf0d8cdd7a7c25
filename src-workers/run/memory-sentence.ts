import { samplesAtOnce } from '../../src-shared/experiment/samples-at-once';
import type { WorkerTask } from '../../src-shared/protocol/worker-protocol';
import { type MemoryNeed, wholeNeed } from '../../src-shared/runs/run-estimate';
import type { MemoryNow, OutOfMemoryError } from '../engine/out-of-memory-error';

/** What a person reads where a worker's device has too little memory: the numbers, and what needs less, in the form's words. */
export function memorySentence(error: OutOfMemoryError, task: WorkerTask): string {
  return `${refusedMemory(error, task, 'the run was prepared')} ${remedies(task)}`;
}

/**
 * How much was asked for, and what the device had of it.
 * @param then when `gpuMemory` was read, as a clause
 */
export function refusedMemory(
  error: OutOfMemoryError,
  { device, gpuMemory }: Pick<WorkerTask, 'gpuMemory'> & { readonly device: string },
  then: string,
): string {
  const asked = error.askedBytes === undefined ? 'more' : `another ${amount(error.askedBytes)}`;
  const now = error.now ? ` and ${free(error.now)} when it was asked for` : '';
  const had = gpuMemory
    ? `; of its ${amount(gpuMemory.totalMB * 1e6)}, ${amount(gpuMemory.freeMB * 1e6)} were free when ${then}${now}`
    : '';
  return `${device} ran out of memory: ${asked} was asked for${had}.`;
}

function free({ freeBytes }: MemoryNow): string {
  return freeBytes < 1e6 ? 'none' : amount(freeBytes);
}

/** What a run is going to need, said before its first step: a warning where the device has less free. */
export interface MemoryNote {
  readonly level: 'info' | 'warning';
  readonly text: string;
}

/**
 * What a worker needs, as it is counted.
 * @param freeBytes of the machine's memory
 */
export function memoryNote(memory: MemoryNeed, task: WorkerTask, freeBytes: number): MemoryNote {
  const { device, gpuMemory, experiment } = task;
  const need = wholeNeed(memory);
  const parts = `${amount(memory.tensors)} for a step's tensors, ${amount(memory.parameters)} for parameters and their optimiser`;
  const around = memory.process > 0 ? `, ${amount(memory.process)} for the graph and the process` : '';
  const slots = experiment.parallel.devices.filter((id) => id.startsWith('cpu:')).length;
  const free = gpuMemory ? gpuMemory.forTensorsMB * 1e6 : freeBytes;
  const all = gpuMemory || slots === 1 ? need : need * slots;
  const text = `${device} needs about ${amount(need)} of memory: ${parts}${around}`;
  if (all <= free) return { level: 'info', text: `${text}.` };
  const others = all === need ? '' : `, ${amount(all)} on all ${slots} slots`;
  const had = gpuMemory
    ? `of ${amount(gpuMemory.freeMB * 1e6)} that are free TensorFlow takes at most ${amount(free)} for it`
    : `${amount(free)} are free`;
  return { level: 'warning', text: `${text}${others}; ${had}. ${remedies(task)}` };
}

function remedies({ experiment, workers }: WorkerTask): string {
  const atOnce = samplesAtOnce(experiment, workers);
  if (atOnce === 1) return 'Fewer samples, a smaller batch or one more device need less.';
  const half = Math.floor(atOnce / 2);
  return `"Samples at once" (training.samplesPerPass) of ${half} instead of ${atOnce} needs about half, with the same results; fewer samples, a smaller batch or one more device need less too.`;
}

/** In GB, or MB where it is less than one. */
export function amount(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}
