import type { Api } from '../../src-shared/protocol/api';
import type { ClusterRuns } from '../cluster/cluster-runs';
import { checkedExperiment } from './checked-experiment';

type ClusterApi = Pick<Api, 'cluster' | 'runOnCluster' | 'continueOnCluster' | 'clusterJob' | 'followJob'>;

/** Runs that train as jobs of SLURM. */
export function clusterMethods(runs: ClusterRuns): ClusterApi {
  return {
    cluster: () => runs.here(),
    runOnCluster: async (value, options) => {
      const experiment = checkedExperiment(value);
      return { runId: await runs.submit(experiment, options) };
    },
    continueOnCluster: (runId, options) => runs.continueRun(runId, options),
    clusterJob: async (runId) => runs.jobOf(runId),
    followJob: async (runId) => {
      runs.adopt(runId);
      return null;
    },
  };
}
