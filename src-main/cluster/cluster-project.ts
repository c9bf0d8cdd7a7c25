import { dirname, join, resolve } from 'node:path';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { checkDataset, datasetFolder } from '../datasets/datasets';
import { allOrNone } from '../export/all-or-none';
import { writeAtOnce } from '../export/write-at-once';
import { makeFolder } from '../make-folder';
import { ownFilesOf, refuseOverInput } from '../refuse-over-input';
import { refusedWriting } from '../refused-writing';
import type { WrittenFiles } from '../written-files';
import { refuseForCluster } from './cluster-problems';
import askedScript from './project/asked.py?raw';
import checkpointScript from './project/checkpoint.py?raw';
import classificationScript from './project/classification.py?raw';
import dataScript from './project/data.py?raw';
import divergingScript from './project/diverging.py?raw';
import evaluationScript from './project/evaluation.py?raw';
import fieldsScript from './project/fields.py?raw';
import jobScript from './project/job.sh?raw';
import layersScript from './project/layers.py?raw';
import likelihoodScript from './project/likelihood.py?raw';
import meshScript from './project/mesh.py?raw';
import networkScript from './project/network.py?raw';
import noiseScript from './project/noise.py?raw';
import objectiveScript from './project/objective.py?raw';
import openDataScript from './project/open_data.py?raw';
import picturesScript from './project/pictures.py?raw';
import posteriorScript from './project/posterior.py?raw';
import priorScript from './project/prior.py?raw';
import regressionScript from './project/regression.py?raw';
import requirements from './project/requirements.txt?raw';
import runLogScript from './project/run_log.py?raw';
import scheduleScript from './project/schedule.py?raw';
import seriesScript from './project/series.py?raw';
import tablesScript from './project/tables.py?raw';
import trainScript from './project/train.py?raw';
import { projectData } from './project-data';
import { projectNetworks } from './project-networks';
import { projectReadme } from './project-readme';

/** What does not depend on the experiment. */
const scripts: Readonly<Record<string, string>> = {
  'asked.py': askedScript,
  'checkpoint.py': checkpointScript,
  'classification.py': classificationScript,
  'data.py': dataScript,
  'diverging.py': divergingScript,
  'evaluation.py': evaluationScript,
  'fields.py': fieldsScript,
  'layers.py': layersScript,
  'likelihood.py': likelihoodScript,
  'mesh.py': meshScript,
  'network.py': networkScript,
  'noise.py': noiseScript,
  'objective.py': objectiveScript,
  'open_data.py': openDataScript,
  'pictures.py': picturesScript,
  'posterior.py': posteriorScript,
  'prior.py': priorScript,
  'regression.py': regressionScript,
  'run_log.py': runLogScript,
  'schedule.py': scheduleScript,
  'series.py': seriesScript,
  'tables.py': tablesScript,
  'train.py': trainScript,
  'job.sh': jobScript,
  'requirements.txt': requirements,
};

export interface ClusterExport {
  readonly experiment: Experiment;
  readonly cacheFolder: string;
  readonly outFolder: string;
  readonly signal?: AbortSignal;
}

/**
 * Writes a Python project that trains the experiment with PyTorch, torch_blue and torchrun on other machines, its data
 * included; returns the files. Throws BadInputError where the experiment has no form there or its data is not here,
 * or FailedError where the folder cannot be written. Where it fails, or the signal ends it, no part of the project is left.
 */
export async function exportForCluster(request: ClusterExport, written: WrittenFiles): Promise<string[]> {
  const { experiment, cacheFolder, signal } = request;
  refuseForCluster(experiment);
  await checkDataset(experiment.data, cacheFolder);
  await untilHeard(signal);
  const data = await projectData(experiment.data, datasetFolder(experiment.data, cacheFolder));
  const files = new Map<string, Uint8Array>([
    ...Object.entries({ ...scripts, ...projectNetworks() }).map(
      ([name, text]) => [name, bytesOf(text)] as const,
    ),
    ['README.md', bytesOf(projectReadme(experiment))],
    ['experiment.json', bytesOf(`${JSON.stringify(experiment, null, 2)}\n`)],
    ...[...data].map(([name, bytes]) => [`data/${name}`, bytes] as const),
  ]);
  const outFolder = resolve(request.outFolder);
  const paths = [...files.keys()].map((name) => join(outFolder, name));
  refuseOverInput(paths, ownFilesOf(experiment.data));
  written.refuseForeign(paths);
  const write = async () => {
    for (const [name, bytes] of files) {
      await untilHeard(signal);
      makeFolder(dirname(join(outFolder, name)));
      await writeAtOnce(join(outFolder, name), bytes);
    }
  };
  try {
    await allOrNone(paths, write);
  } catch (error) {
    signal?.throwIfAborted();
    throw refusedWriting(error, 'The project', outFolder);
  }
  written.note(paths);
  return paths;
}

/** Throws the signal's reason; what was asked while data were read in one go is heard with the event loop's next turn. */
async function untilHeard(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text);
}
