import { rmSync } from 'node:fs';
import type { DataFingerprint } from '../../src-shared/data/data-fingerprint';
import type { Device } from '../../src-shared/devices/devices';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { codeVersion } from '../code-version';
import type { RunWriter } from '../store/run-writer';
import { keepEnvironment, presentEnvironment } from './run-environment';
import { makeRunFolder, runFolderOf } from './run-folder';

export interface NewRun {
  readonly experiment: Experiment;
  /** What its data are read from. */
  readonly data: DataFingerprint;
  /** In its order. */
  readonly devices: readonly Device[];
  /** As `EngineInUse.text`. */
  readonly engine: string;
  /** Mark of the process that will run it. */
  readonly owner: string;
}

/**
 * Makes a run's folder and stores it as queued. Where that cannot be, nothing is left of it.
 * @param begin writes what it starts with into its folder, before anybody can know of it
 */
export function createRun<Begun>(
  writer: RunWriter,
  home: string,
  { devices, data, ...run }: NewRun,
  begin: (runId: string) => Begun,
): { readonly id: string; readonly begun: Begun } {
  const id = makeRunFolder(home, run.experiment.name);
  const folder = runFolderOf(home, id);
  try {
    keepEnvironment(folder, presentEnvironment(run.engine, { experiment: run.experiment, devices, data }));
    const begun = begin(id);
    writer.create({ ...run, id, codeVersion, created: Date.now() });
    return { id, begun };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
