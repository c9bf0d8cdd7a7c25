import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { version } from '../../package.json';
import type { About, Api, DatasetInfo, ExportFormat } from '../../src-shared/api';
import { BadInputError, FailedError } from '../../src-shared/errors';
import { isOver } from '../../src-shared/runs';
import { type LeastSure, leastSureSchema } from '../../src-shared/worker-protocol';
import { fetchDataset, listDatasets } from '../datasets/datasets';
import { readDevices } from '../devices/devices';
import { exportPosterior } from '../export/posterior';
import { checkSettings } from '../runs/check-run';
import { chooseEngine } from '../runs/engine-choice';
import type { RunSupervisor } from '../runs/run-supervisor';
import type { Store } from '../store/store';
import { presets } from './presets';
import type { Tasks } from './tasks';

export interface MethodContext {
  readonly home: string;
  readonly cacheFolder: string;
  readonly shell: About['shell'];
  readonly store: Store;
  readonly supervisor: RunSupervisor;
  readonly tasks: Tasks;
  readonly onRemoved: (runId: string) => void;
}

/** The API's methods over the parts of the core. They throw ParasampleError; arguments are checked by the caller. */
export function apiMethods(context: MethodContext): Api {
  const { cacheFolder, store, supervisor, tasks } = context;
  return {
    about: async () => aboutText(context),
    devices: readDevices,
    datasets: () => currentDatasets(context),
    presets: async () => presets(),
    check: async (value) => {
      const { devices } = await readDevices();
      return checkSettings(value, { devices, engine: chooseEngine(cacheFolder), cacheFolder });
    },
    start: async (value) => ({ runId: (await supervisor.start(value)).id }),
    stop: async (runId) => {
      supervisor.stop(runId);
      return null;
    },
    runs: async () => supervisor.list(),
    run: async (runId) => supervisor.summary(runId),
    metrics: async (runId, after) => store.reader.points(runId, after),
    logs: async (runId, after) => store.reader.logs(runId, after),
    leastSure: (runId) => readLeastSure(context, runId),
    exportPosterior: (runId, folder, format) => exportRun(context, runId, folder, format),
    remove: (runId) => removeRun(context, runId),
    fetchDataset: async (id) => {
      const taskId = tasks.start(id, `Fetching ${id}`, (controls) => fetchDataset(id, cacheFolder, controls));
      return { taskId };
    },
    cancelTask: async (taskId) => {
      tasks.cancel(taskId);
      return null;
    },
  };
}

function aboutText({ home, shell, cacheFolder }: MethodContext): About {
  const { choice, text, warning } = chooseEngine(cacheFolder);
  return {
    version,
    shell,
    engine: { kind: choice.kind, text, ...(warning === undefined ? {} : { warning }) },
    home,
  };
}

async function currentDatasets({ cacheFolder, tasks }: MethodContext): Promise<readonly DatasetInfo[]> {
  const datasets = await listDatasets(cacheFolder);
  return datasets.map((info) => (tasks.isGoing(info.id) ? { ...info, state: 'fetching' } : info));
}

async function readLeastSure({ supervisor }: MethodContext, runId: string): Promise<LeastSure> {
  const { status } = supervisor.summary(runId);
  const file = join(supervisor.runFolder(runId), 'least-sure.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined)
    throw new BadInputError(
      `Run ${runId} (${status}) has no list of the items it is least sure of; a run writes it when it finishes.`,
    );
  try {
    return leastSureSchema.parse(JSON.parse(text));
  } catch {
    throw new FailedError(`The file ${file} is damaged; run the experiment again to have it written anew.`);
  }
}

async function exportRun(
  { home, supervisor }: MethodContext,
  runId: string,
  folder: string | undefined,
  format: ExportFormat = 'safetensors',
) {
  const { experiment, status } = supervisor.summary(runId);
  if (!isOver(status))
    throw new BadInputError(`Run ${runId} is still ${status}; wait for its end, or stop it, to export it.`);
  const outFolder = folder ?? join(home, 'exports', runId);
  const runFolder = supervisor.runFolder(runId);
  return { files: await exportPosterior({ runFolder, experiment, runId, outFolder, format }) };
}

async function removeRun({ store, supervisor, onRemoved }: MethodContext, runId: string): Promise<null> {
  const { status } = supervisor.summary(runId);
  if (!isOver(status))
    throw new BadInputError(`Run ${runId} is still ${status}; stop it before removing it.`);
  store.writer.remove(runId);
  await rm(supervisor.runFolder(runId), { recursive: true, force: true });
  onRemoved(runId);
  return null;
}
