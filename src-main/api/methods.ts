import { version } from '../../package.json';
import type { About, Api, DatasetInfo } from '../../src-shared/protocol/api';
import { asCalledHere } from '../command-here';
import { fetchDataset, listDatasets } from '../datasets/datasets';
import { readDevices } from '../devices/devices';
import { measuredStepMs } from '../estimates/measured-step';
import type { RunEstimates } from '../estimates/run-estimates';
import type { PosteriorsAtHand } from '../posterior/posteriors-at-hand';
import type { WorkerLauncher } from '../processes/worker-process';
import type { Servers } from '../remote/servers';
import { checkSettings } from '../runs/check-run';
import { chooseEngine } from '../runs/engine-choice';
import type { Studies } from '../studies/studies';
import type { WrittenFiles } from '../written-files';
import { askingMethods } from './asking-methods';
import { assessmentMethods } from './assessment-methods';
import { clusterMethods } from './cluster-methods';
import { controlMethods, type DeskContext, tableMethods, viewMethods } from './desk-methods';
import { environmentMethods } from './environment-methods';
import { exchangeMethods } from './exchange-methods';
import { importMethods } from './import-methods';
import { insightMethods } from './insight-methods';
import { posteriorMethods } from './posterior-methods';
import { presets } from './presets';
import { runtimeMethods } from './runtime-methods';
import { serverMethods } from './server-methods';
import { storageMethods } from './storage-methods';
import { studyMethods } from './study-methods';
import type { Tasks } from './tasks';

export interface MethodContext extends DeskContext {
  readonly home: string;
  readonly cacheFolder: string;
  readonly shell: About['shell'];
  readonly tasks: Tasks;
  readonly launcher: WorkerLauncher;
  readonly studies: Studies;
  readonly written: WrittenFiles;
  readonly atHand: PosteriorsAtHand;
  readonly estimates: RunEstimates;
  readonly servers: Servers;
}

/** The API's methods over the parts of the core. They throw ParasampleError; arguments are checked by the caller. */
export function apiMethods(context: MethodContext): Api {
  const { cacheFolder, home, store, supervisor, tasks, studies, estimates } = context;
  return {
    about: async () => aboutText(context),
    devices: readDevices,
    datasets: () => currentDatasets(context),
    presets: async () => presets(),
    check: async (value) => {
      const { devices } = await readDevices();
      return checkSettings(value, { devices, engine: chooseEngine(cacheFolder), cacheFolder, home });
    },
    estimate: async (value, asker) => {
      const [{ devices }] = await Promise.all([readDevices(), store.table.read()]);
      const surroundings = { devices, engine: chooseEngine(cacheFolder), cacheFolder, home };
      return estimates.estimate(value, asker, surroundings, {
        runs: supervisor.list(),
        stepMs: (runId) => measuredStepMs(store.curves, runId),
      });
    },
    leaveEstimate: async (asker) => {
      estimates.leave(asker);
      return null;
    },
    start: async (value) => ({ runId: (await supervisor.start(value)).id }),
    runs: async () => {
      await store.table.read();
      return supervisor.list();
    },
    run: async (runId) => supervisor.summary(runId),
    metrics: async (runId, after) => store.reader.points(runId, after),
    fetchDataset: async (id) => {
      const taskId = tasks.start(id, `Fetching ${id}`, (controls) => fetchDataset(id, cacheFolder, controls));
      return { taskId };
    },
    cancelTask: async (taskId) => {
      tasks.cancel(taskId);
      return null;
    },
    ...runtimeMethods(context),
    ...environmentMethods(context),
    ...studyMethods(studies),
    ...tableMethods(context),
    ...controlMethods(context),
    ...viewMethods(context),
    ...insightMethods(store, supervisor),
    ...posteriorMethods(context),
    ...askingMethods(context),
    ...assessmentMethods(context),
    ...exchangeMethods(context),
    ...importMethods(context),
    ...storageMethods(context),
    ...serverMethods(context.servers),
    ...clusterMethods(context.clusterRuns),
  };
}

function aboutText({ home, shell, cacheFolder }: MethodContext): About {
  const { choice, text, warning } = chooseEngine(cacheFolder);
  return {
    version,
    shell,
    engine: { kind: choice.kind, text, ...(warning === undefined ? {} : { warning: asCalledHere(warning) }) },
    home,
  };
}

async function currentDatasets({ cacheFolder, tasks }: MethodContext): Promise<readonly DatasetInfo[]> {
  const datasets = await listDatasets(cacheFolder);
  return datasets.map((info) => (tasks.isGoing(info.id) ? { ...info, state: 'fetching' } : info));
}
