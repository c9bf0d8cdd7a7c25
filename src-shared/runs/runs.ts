import { z } from 'zod';
import type { Experiment } from '../experiment/experiment';
import type { Phase } from '../protocol/worker-protocol';
import type { Annotations } from './annotations';
import type { RunTimes } from './run-time';

export type RunStatus =
  | 'queued'
  | 'preparing'
  | 'running'
  /** Holds its devices and goes on when told to. */
  | 'paused'
  | 'stopping'
  | 'finished'
  | 'stopped'
  | 'failed'
  | 'interrupted';

/** What the list shows of a run. Times in milliseconds since the Unix epoch. */
export interface RunSummary extends RunTimes {
  readonly id: string;
  readonly status: RunStatus;
  /** Why it failed, was stopped or interrupted; empty otherwise. */
  readonly reason: string;
  readonly experiment: Experiment;
  readonly created: number;
  /** Which engine trained it, as a sentence part: "TensorFlow 2.21 (CPU)". */
  readonly engine: string;
  /** Names the code that trained it; runs of the first versions do not tell. */
  readonly codeVersion?: string;
  readonly progress?: RunProgress;
  /** Last value of each test and validation metric, and of train.loss. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly annotations: Annotations;
}

/** A run's last value of a metric. An imported one may be called `constructor`, which every object has. */
export function lastValueOf({ metrics }: Pick<RunSummary, 'metrics'>, name: string): number | undefined {
  return Object.hasOwn(metrics, name) ? metrics[name] : undefined;
}

export interface RunProgress {
  readonly phase: Phase;
  readonly step: number;
  /** 0 until the workers know it. */
  readonly totalSteps: number;
  readonly epoch: number;
  readonly secondsLeft?: number;
}

/** How long a step takes at the present pace, in seconds; undefined where that is not known. */
export function secondsPerStep({ step, totalSteps, secondsLeft }: RunProgress): number | undefined {
  return secondsLeft === undefined || step >= totalSteps ? undefined : secondsLeft / (totalSteps - step);
}

export interface LogLine {
  readonly id: number;
  readonly time: number;
  /** Rank of the worker, or undefined for the run itself. */
  readonly worker?: number;
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
}

/** So many lines say what came before a failure. */
const lastLineCount = 8;

/** The last lines of a run's log before its end, without the one that only repeats the reason of it. */
export function lastLines(lines: readonly LogLine[], reason: string): readonly LogLine[] {
  return lines.filter(({ level, text }) => level !== 'error' || text !== reason).slice(-lastLineCount);
}

export const logFilterSchema = z.strictObject({
  /** Rank of a worker, or `run` for the lines of the run itself. */
  worker: z.union([z.int().min(0), z.literal('run')]).optional(),
  /** Lines that contain it, in upper or lower case. */
  text: z.string().max(200).optional(),
  level: z.enum(['info', 'warning', 'error']).optional(),
});
export type LogFilter = Readonly<z.output<typeof logFilterSchema>>;

/** A stored metric point; `id` grows, so that a view can ask for what is new. */
export interface StoredPoint {
  readonly id: number;
  readonly name: string;
  readonly step: number;
  readonly epoch: number;
  readonly time: number;
  readonly value: number;
}

export function isOver(status: RunStatus): boolean {
  return status === 'finished' || status === 'stopped' || status === 'failed' || status === 'interrupted';
}

/** Whether a run that is over may go on from where it stood. */
export function canContinue(status: RunStatus): boolean {
  return status === 'stopped' || status === 'failed' || status === 'interrupted';
}
