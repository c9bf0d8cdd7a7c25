import { z } from 'zod';
import { experimentSchema } from '../experiment/experiment';

/** What a run takes, told before it starts. */

const bytes = z.number().min(0);

/** What a program needs of a device's memory at most, in bytes. */
export const memoryNeedSchema = z.strictObject({
  /** The tensors of the pass or prediction that needs most: drawn weights, activations, gradients, what is fed. */
  tensors: bytes,
  /** All parameters with the optimiser's moments and the gradient that it takes. */
  parameters: bytes,
  /** Of the process: the graph, and what TensorFlow and JavaScript hold beside tensors; of a GPU none. */
  process: bytes,
});
export type MemoryNeed = Readonly<z.output<typeof memoryNeedSchema>>;

const deviceKindSchema = z.enum(['cpu', 'gpu']);
export type DeviceKind = z.output<typeof deviceKindSchema>;

/** What the core asks a worker process to count, without training anything. */
export const countingSchema = z.strictObject({
  experiment: experimentSchema,
  /** Where its data lie. */
  location: z.string(),
  /** Data under the same mark are the same: they are read once. */
  dataMark: z.string(),
  /** Kinds of devices to count memory for. */
  kinds: z.array(deviceKindSchema),
});
export type Counting = Readonly<z.output<typeof countingSchema>>;

/** What a worker counted for the device with the largest share. */
export const countedSchema = z.strictObject({
  /** Numbers that the network has, and of them those with a distribution. */
  weights: z.int().min(0),
  bayesian: z.int().min(0),
  /** Numbers that a device trains: means and deviations, or the weights of each of its members, and what else is learned. */
  trained: z.int().min(0),
  /** Of the training split. */
  trainItems: z.int().min(1),
  /** Of each kind of device, where the engine can tell. */
  memory: z.partialRecord(deviceKindSchema, memoryNeedSchema),
  /** What a step computes, to compare runs of one network on the same devices; where the engine can tell. */
  work: z.number().positive().optional(),
});
export type Counted = Readonly<z.output<typeof countedSchema>>;

/** The memory of devices that share it: the CPU slots of a machine, or a GPU. */
export interface MemoryShare {
  readonly devices: readonly string[];
  /** On each of them. */
  readonly need: MemoryNeed;
  readonly freeBytes: number;
}

/** How long a run would take, as similar runs took. */
export interface TimeEstimate {
  readonly seconds: number;
  /** Of a step, where those runs measured it. */
  readonly stepMs?: number;
  /** So many finished runs it is told from. */
  readonly runs: number;
  /** Whether they differ in what a step computes, for which it is scaled. */
  readonly isScaled: boolean;
}

export interface RunEstimate extends Omit<Counted, 'memory' | 'work'> {
  readonly totalSteps: number;
  /** Empty where the engine cannot tell. */
  readonly memory: readonly MemoryShare[];
  /** Missing where no run like it has finished here. */
  readonly time?: TimeEstimate;
}

/** On one device, in bytes. */
export function wholeNeed({ tensors, parameters, process }: MemoryNeed): number {
  return tensors + parameters + process;
}

/** Whether what all of them need is more than is free. */
export function isShort({ devices, need, freeBytes }: MemoryShare): boolean {
  return wholeNeed(need) * devices.length > freeBytes;
}
