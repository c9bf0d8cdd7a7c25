import type { Device } from '../../src-shared/devices';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment';
import { type Checked, checkExperiment, describeProblems } from '../../src-shared/problems';
import { checkDataset } from '../datasets/datasets';
import { type EngineInUse, refuseUnusedGpus } from './engine-choice';
import { chosenDevices } from './worker-environment';

/** What a run is checked against. */
export interface Surroundings {
  readonly devices: readonly Device[];
  readonly engine: EngineInUse;
  readonly cacheFolder: string;
}

/** Checks an experiment and its devices, quickly enough for every key press; the data files are not read. */
export function checkSettings(value: unknown, { devices, engine }: Surroundings): Checked {
  const checked = checkExperiment(value);
  if (!checked.ok) return checked;
  const chosen = checked.experiment.parallel.devices;
  try {
    chosenDevices(chosen, devices);
    refuseUnusedGpus(chosen, engine);
    return checked;
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    return { ok: false, problems: [{ path: 'parallel.devices', message: error.message }] };
  }
}

/** The experiment, if it can run here: settings, devices and data files. Throws BadInputError naming what is wrong. */
export async function checkRun(value: unknown, surroundings: Surroundings): Promise<Experiment> {
  const checked = checkSettings(value, surroundings);
  if (!checked.ok) throw new BadInputError(describeProblems(checked.problems));
  await checkDataset(checked.experiment.data, surroundings.cacheFolder);
  return checked.experiment;
}
