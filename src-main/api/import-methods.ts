import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { StartQuestion } from '../../src-files/trained/start-match';
import type { LookProgress } from '../../src-shared/data/data-look';
import { BadInputError } from '../../src-shared/errors';
import type { DataSettings } from '../../src-shared/experiment/data';
import { dialectSchema } from '../../src-shared/experiment/data/dialect';
import { onnx } from '../../src-shared/experiment/networks/onnx';
import type { Start } from '../../src-shared/experiment/start';
import type { Api } from '../../src-shared/protocol/api';
import { checkShape } from '../../src-shared/protocol/check-shape';
import { taskTitles } from '../../src-shared/tasks';
import { checkDataset, datasetFolder, listDatasets } from '../datasets/datasets';
import { lookAtDataInThread } from '../datasets/look-at-data-in-thread';
import { withImportedPosterior } from '../import/imported-posterior';
import { recogniseImport } from '../import/recognise';
import { type ImportTarget, importTorchBlue } from '../import/torch-blue';
import { outlineInThread, startMatchInThread } from '../networks/network-in-thread';
import type { WorkerLauncher } from '../processes/worker-process';
import { importRun } from '../run-import/import-run';
import { recordsOfFile } from '../run-import/run-file';
import { chooseEngine } from '../runs/engine-choice';
import { checkedExperiment } from './checked-experiment';
import type { ExchangeContext } from './exchange-methods';
import type { TaskControls } from './tasks';

export interface ImportContext extends ExchangeContext {
  readonly launcher: WorkerLauncher;
}

/** The pictures that imported weights are for: of a known set as it is published, of own files as these have them. */
async function picturesOf(data: DataSettings, cacheFolder: string): Promise<Omit<ImportTarget, 'model'>> {
  const images = (await listDatasets(cacheFolder)).find(({ id }) => id === data.dataset);
  if (images?.kind !== 'images')
    throw new BadInputError('Only models of pictures can be imported from torch_blue.');
  const isOwn = 'path' in data && data.path !== undefined;
  const shape = isOwn ? (await checkDataset(data, cacheFolder)).itemShape : images.shape;
  const [height, width, channels] = shape;
  return { imageShape: [height, width, channels], classes: images.classes.length };
}

/** @throws BadInputError where one of the files is not named */
function matchQuestion(model: unknown, start: Start): StartQuestion {
  const checked = checkShape(onnx.settings, model);
  if (!checked.success || start.file === undefined)
    throw new BadInputError('Name the network’s file (model.path) and the file of its weights (start.file).');
  return {
    model: { ...checked.data, path: resolve(checked.data.path) },
    start: { ...start, file: resolve(start.file) },
  };
}

/** Names a step once, and counts within it. */
function stepByStep(onStep: TaskControls['onStep'], onItems: TaskControls['onItems']): LookProgress {
  let now = '';
  return (step, done, total) => {
    if (step !== now) onStep(step);
    now = step;
    onItems(done, total);
  };
}

/** What comes from other programs, beside runs. */
export function importMethods(
  context: ImportContext,
): Pick<Api, 'inspectImport' | 'lookAtData' | 'networkLayers' | 'matchStart' | 'importPosterior'> {
  const { home, cacheFolder, launcher, store, supervisor, tasks, onEvent } = context;
  return {
    inspectImport: (file) => recogniseImport(resolve(file)),
    lookAtData: (path, dialect, target) => {
      const title = taskTitles.look(path);
      const task = { path: resolve(path), target, dialect: dialectSchema.parse(dialect) };
      return tasks.wait(`${title} ${randomUUID()}`, title, ({ signal, onItems, onStep }) =>
        lookAtDataInThread(task, { signal, onProgress: stepByStep(onStep, onItems) }),
      );
    },
    networkLayers: (file, classes) => outlineInThread(resolve(file), classes),
    matchStart: (model, start) => startMatchInThread(matchQuestion(model, start)),
    importPosterior: async (file, value) => {
      const experiment = checkedExperiment(value);
      const target = { model: experiment.model, ...(await picturesOf(experiment.data, cacheFolder)) };
      const tensors = await importTorchBlue(resolve(file), target);
      await checkDataset(experiment.data, cacheFolder);
      const request = { tensors, experiment, location: datasetFolder(experiment.data, cacheFolder) };
      const workshop = { launcher, engine: chooseEngine(cacheFolder) };
      const title = taskTitles.importRun(file);
      return tasks.wait(title, title, ({ signal, onItems }) =>
        withImportedPosterior(request, workshop, { signal, onProgress: onItems }, async (posterior) => {
          const records = recordsOfFile({ file: posterior, onRead: () => undefined });
          const { runId } = await importRun({ home, store, fileName: posterior, records, signal });
          onEvent({ type: 'run', run: supervisor.summary(runId) });
          return { runId };
        }),
      );
    },
  };
}
