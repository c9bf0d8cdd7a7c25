import { z } from 'zod';

/** The queue of this machine: runs that hold devices first, then those that wait, in the order they will start. */
export interface Queue {
  readonly entries: readonly QueueEntry[];
  /** Until every entry is done, where that can be told: each waits for its devices alone. */
  readonly secondsLeft?: number;
}

export interface QueueEntry {
  readonly runId: string;
  readonly name: string;
  readonly state: 'running' | 'paused' | 'waiting';
  readonly devices: readonly string[];
  /** Devices of others for which it waits: held by a run, or wanted by one before it. */
  readonly waitsFor: readonly string[];
  /** Until it can start, where that can be told; 0 for one that has. */
  readonly secondsUntilStart?: number;
  /** Of training, once started: told by its pace, or by that of the last finished run of the same kind. */
  readonly secondsLeft?: number;
  /** This process may stop, pause or move it. */
  readonly own: boolean;
}

export const queueMoveSchema = z.enum(['first', 'up', 'down', 'last']);
export type QueueMove = z.output<typeof queueMoveSchema>;
