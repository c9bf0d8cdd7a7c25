import { requireTemporaryFolder } from '../../src-files/temporary-folder';
import type { DataFingerprint } from '../../src-shared/data/data-fingerprint';
import type { Device } from '../../src-shared/devices/devices';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { isRegression } from '../../src-shared/experiment/is-regression';
import { noiseFacts } from '../../src-shared/experiment/noise';
import type { Problem } from '../../src-shared/experiment/problem';
import { type Checked, checkExperiment, describeProblems } from '../../src-shared/experiment/problems';
import { checkDataset } from '../datasets/datasets';
import { withFoundStart } from '../networks/kept-start';
import { checkNetworkInThread } from '../networks/network-in-thread';
import { chosenDevices } from './chosen-devices';
import { type EngineInUse, refuseUnknownPrecision, refuseUnusedGpus } from './engine-choice';

/** What a run is checked against. */
export interface Surroundings {
  readonly devices: readonly Device[];
  readonly engine: EngineInUse;
  readonly cacheFolder: string;
  /** Where runs are, of which one may begin where another ended. */
  readonly home: string;
}

/** Checks an experiment and its devices, quickly enough for every key press; the data files are not read. */
export function checkSettings(value: unknown, { devices, engine }: Surroundings): Checked {
  const checked = checkExperiment(value);
  if (!checked.ok) return checked;
  const { parallel, training } = checked.experiment;
  const problems = [
    ...problemAt('parallel.devices', () => {
      chosenDevices(parallel.devices, devices);
      refuseUnusedGpus(parallel.devices, engine);
    }),
    ...problemAt('training.precision', () => refuseUnknownPrecision(training.precision, engine)),
  ];
  return problems.length > 0 ? { ok: false, problems } : checked;
}

/** What a check says against the setting at `path`. */
function problemAt(path: string, check: () => void): readonly Problem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    return [{ path, message: error.message }];
  }
}

/** An experiment that can run here, with the data that it was checked with. */
export interface CheckedRun {
  readonly experiment: Experiment;
  readonly data: DataFingerprint;
}

/** Checks whether it can run here: settings, devices and data files. Throws BadInputError naming what is wrong. */
export async function checkRun(value: unknown, surroundings: Surroundings): Promise<CheckedRun> {
  const checked = checkSettings(value, surroundings);
  if (!checked.ok) throw new BadInputError(describeProblems(checked.problems));
  // The graph of each worker passes through one.
  if (surroundings.engine.choice.kind === 'tensorflow') requireTemporaryFolder();
  const experiment = withFoundStart(checked.experiment, surroundings.home);
  const { noise } = experiment.inference;
  const areCounts = isRegression(experiment.data) && noiseFacts(noise).countScale !== undefined;
  const { itemShape, fingerprint } = await checkDataset(experiment.data, surroundings.cacheFolder, areCounts);
  await checkNetworkInThread(experiment, itemShape);
  return { experiment, data: fingerprint };
}
