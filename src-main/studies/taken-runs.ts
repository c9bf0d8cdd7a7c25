import { type DataFingerprint, dataChanges } from '../../src-shared/data/data-fingerprint';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { settingsKey } from '../../src-shared/study/study-plan';

/** A planned run as it would be started now. */
export interface ReadyRun {
  /** Of the plan. */
  readonly key: string;
  /** With its network's file and its start where runs keep them. */
  readonly experiment: Experiment;
  readonly data: DataFingerprint;
}

/** A run that could stand for a planned one. */
export interface FinishedRun {
  readonly id: string;
  readonly experiment: Experiment;
  /** Undefined where it was not kept. */
  readonly data: DataFingerprint | undefined;
}

export interface TakenRuns {
  /** IDs of runs by the keys of the planned ones that they stand for. */
  readonly taken: ReadonlyMap<string, string>;
  /** Why others were not taken, as sentences. */
  readonly notes: readonly string[];
}

/** Which planned runs need not be made: those of which one has finished with the same settings on the same bytes. */
export function takenRuns(ready: readonly ReadyRun[], finished: readonly FinishedRun[]): TakenRuns {
  const bySettings = new Map<string, FinishedRun[]>();
  for (const run of finished) {
    const settings = settingsKey(run.experiment);
    bySettings.set(settings, [...(bySettings.get(settings) ?? []), run]);
  }
  const taken = new Map<string, string>();
  const changes: string[] = [];
  for (const { key, experiment, data } of ready) {
    const alike = bySettings.get(settingsKey(experiment)) ?? [];
    const run = alike.findLast((one) => changesOf(one, data).length === 0);
    if (run) taken.set(key, run.id);
    else if (alike[0]) changes.push(changesOf(alike[0], data).join('; '));
  }
  return { taken, notes: changes[0] === undefined ? [] : [notTaken(changes.length, changes[0])] };
}

function changesOf({ data: before }: FinishedRun, now: DataFingerprint): readonly string[] {
  return before ? dataChanges(before, now) : ['it is not known which they were'];
}

function notTaken(runs: number, changes: string): string {
  const [were, have] = runs === 1 ? ['1 run was', 'it has'] : [`${runs} runs were`, 'they have'];
  return `${were} made again, though ${have} finished with these settings before: the data are others now (${changes}).`;
}
