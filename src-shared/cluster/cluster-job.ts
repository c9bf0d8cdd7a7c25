import type { ClusterOptions } from './cluster-options';

/** The cluster that is reached from this machine. */
export type ClusterHere =
  | {
      readonly state: 'found';
      /** As SLURM says it: "slurm-wlm 22.05.8". */
      readonly version: string;
      readonly partitions: readonly ClusterPartition[];
      /** Lines of shell that each job begins with, where the person has written that file. */
      readonly setup: { readonly file: string; readonly text: string };
      /** Those of the last run; undefined before the first. */
      readonly lastOptions?: ClusterOptions;
    }
  | { readonly state: 'missing' }
  /** SLURM is installed, but does not answer. */
  | { readonly state: 'silent'; readonly why: string };

export interface ClusterPartition {
  readonly name: string;
  readonly isDefault: boolean;
  readonly isUp: boolean;
  /** As SLURM writes it: "1:00:00", "infinite". */
  readonly timeLimit: string;
  readonly nodes: number;
}

/** The job of a run that trains, or trained, on a cluster. */
export interface ClusterJob {
  readonly jobId: string;
  readonly options: ClusterOptions;
  /** Where the job works: on a disk that its nodes see too. */
  readonly folder: string;
  /** The step of its newest checkpoint; 0 without one. */
  readonly checkpointStep: number;
}
