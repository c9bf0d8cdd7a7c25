import type { Api } from '../../src-shared/api';
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
      const before = keptEnvironment(supervisor.runFolder(supervisor.summary(runId).id));
      return { ...(before ? { before } : {}), now: presentEnvironment(chooseEngine(cacheFolder).text) };
    },
  };
}
