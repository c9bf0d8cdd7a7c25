import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFingerprint } from '../../src-shared/data/data-fingerprint';
import { sentenceOf } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { settingsText } from '../../src-shared/experiment/same-settings';
import {
  type Checkpoint,
  decodeCheckpoint,
  type TrainingState,
} from '../../src-shared/formats/checkpoint-file';
import {
  bestCheckpoint,
  checkpointsFolder,
  isCheckpointName,
  isRecoveryName,
} from '../../src-shared/formats/checkpoint-names';

export interface FoundCheckpoint {
  readonly path: string;
  readonly state: TrainingState;
  /** What the data were read from; earlier versions did not keep it. */
  readonly data?: DataFingerprint | undefined;
}

export interface CheckpointSearch {
  /** The one with the most steps that is whole and this run's; undefined where there is none. */
  readonly newest: FoundCheckpoint | undefined;
  /** Why others were passed over. */
  readonly notes: readonly string[];
}

/** Looks for where a run can go on from: in its folder, and in what its last workers left when they missed another. */
export function newestCheckpoint(
  runId: string,
  experiment: Experiment,
  runFolder: string,
  exchangeFolders: readonly string[] = [],
): CheckpointSearch {
  const folder = join(runFolder, checkpointsFolder);
  const notes: string[] = [];
  let newest: FoundCheckpoint | undefined;
  const take = (path: string) => {
    try {
      const checkpoint = decodeCheckpoint(readFileSync(path), path);
      refuseOther(checkpoint, runId, experiment, path);
      const { state, data } = checkpoint;
      if (newest === undefined || state.step > newest.state.step) newest = { path, state, data };
    } catch (error) {
      notes.push(`Passed over: ${sentenceOf(error, `Reading ${path}`)}`);
    }
  };
  for (const left of exchangeFolders) filesIn(left, isRecoveryName).forEach(take);
  // Names tell the steps: the first good one of the latest is the newest of these.
  for (const path of filesIn(folder, isCheckpointName).sort().reverse()) {
    const before = newest;
    take(path);
    if (newest !== before || isOlder(path, newest)) break;
  }
  if (newest === undefined) filesIn(folder, (name) => name === bestCheckpoint).forEach(take);
  return { newest, notes };
}

/** The step of the newest checkpoint by its name, whether it is whole or not; 0 where there is none. */
export function stepOfNewest(runFolder: string): number {
  const [last] = filesIn(join(runFolder, checkpointsFolder), isCheckpointName).sort().reverse();
  return last === undefined ? 0 : stepIn(last);
}

function filesIn(folder: string, isWanted: (name: string) => boolean): string[] {
  try {
    return readdirSync(folder)
      .filter(isWanted)
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function isOlder(path: string, newest: FoundCheckpoint | undefined): boolean {
  return newest !== undefined && stepIn(path) <= newest.state.step;
}

function stepIn(path: string): number {
  return Number(/step-(\d+)\./.exec(path)?.[1]);
}

/** Devices may change between the pieces of a run; what is learned may not. */
function refuseOther(checkpoint: Checkpoint, runId: string, experiment: Experiment, path: string): void {
  if (checkpoint.runId !== runId) throw new Error(`${path} belongs to run ${checkpoint.runId}.`);
  if (learned(checkpoint.experiment) !== learned(experiment))
    throw new Error(`${path} belongs to other settings.`);
}

function learned({ name: _name, parallel: _parallel, ...rest }: Experiment): string {
  return settingsText(rest);
}
