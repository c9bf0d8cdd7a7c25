import type { Api } from '../../src-shared/api';
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
}: EnvironmentContext): Pick<Api, 'environments'> {
  return {
    environments: async (runId) => {
      const { id, experiment } = supervisor.summary(runId);
      const before = keptEnvironment(supervisor.runFolder(id));
      const { devices } = await readDevices();
      const chosen = devices.filter((device) => experiment.parallel.devices.includes(device.id));
      const now = presentEnvironment(chooseEngine(cacheFolder).text, { experiment, devices: chosen });
      return { ...(before ? { before } : {}), now };
    },
  };
}
