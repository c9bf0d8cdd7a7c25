import type { DataFingerprint } from '../../src-shared/data/data-fingerprint';
import type { Experiment } from '../../src-shared/experiment/experiment';
import type { Api } from '../../src-shared/protocol/api';
import { checkDataset } from '../datasets/datasets';
import { readDevices } from '../devices/devices';
import { chooseEngine } from '../runs/engine-choice';
import { keptEnvironment, presentEnvironment } from '../runs/run-environment';
import type { RunSupervisor } from '../runs/run-supervisor';

interface EnvironmentContext {
  readonly cacheFolder: string;
  readonly supervisor: RunSupervisor;
}

/** What a run was made with, beside what one would be made with now. */
export function environmentMethods({
  cacheFolder,
  supervisor,
}: EnvironmentContext): Pick<Api, 'environments' | 'dataFingerprints'> {
  return {
    environments: async (runId, { readData = false } = {}) => {
      const { id, experiment } = supervisor.summary(runId);
      const before = keptEnvironment(supervisor.runFolder(id));
      const { devices } = await readDevices();
      const chosen = devices.filter((device) => experiment.parallel.devices.includes(device.id));
      const data = readData ? await presentData(experiment, cacheFolder) : undefined;
      const now = presentEnvironment(chooseEngine(cacheFolder).text, { experiment, devices: chosen, data });
      return { ...(before ? { before } : {}), now };
    },
    dataFingerprints: async (runIds) =>
      runIds.map(
        (runId) => keptEnvironment(supervisor.runFolder(supervisor.summary(runId).id))?.data ?? null,
      ),
  };
}

/** Undefined for data that cannot be read: whoever starts the run is told what is wrong with them. */
async function presentData({ data }: Experiment, cacheFolder: string): Promise<DataFingerprint | undefined> {
  try {
    return (await checkDataset(data, cacheFolder)).fingerprint;
  } catch {
    return undefined;
  }
}
