import { dirname, join, resolve } from 'node:path';
import { disk } from '../../src-files/disk';
import { kindOfData } from '../../src-shared/datasets/data-settings';
import type { ImageSet } from '../../src-shared/datasets/image-set';
import { readImages } from '../../src-shared/datasets/read-images';
import type { Experiment } from '../../src-shared/experiment';
import { checkDataset, datasetFolder } from '../datasets/datasets';
import { writeAtOnce } from '../export/write-at-once';
import { makeFolder } from '../make-folder';
import { refusedWriting } from '../refused-writing';
import { encodeByteArray } from './array-file';
import { refuseForCluster } from './cluster-problems';
import dataScript from './project/data.py?raw';
import evaluationScript from './project/evaluation.py?raw';
import jobScript from './project/job.sh?raw';
import meshScript from './project/mesh.py?raw';
import networkScript from './project/network.py?raw';
import noiseScript from './project/noise.py?raw';
import objectiveScript from './project/objective.py?raw';
import requirements from './project/requirements.txt?raw';
import runLogScript from './project/run_log.py?raw';
import scheduleScript from './project/schedule.py?raw';
import trainScript from './project/train.py?raw';
import { projectReadme } from './project-readme';

/** What does not depend on the experiment. */
const scripts: Readonly<Record<string, string>> = {
  'train.py': trainScript,
  'mesh.py': meshScript,
  'network.py': networkScript,
  'objective.py': objectiveScript,
  'data.py': dataScript,
  'schedule.py': scheduleScript,
  'evaluation.py': evaluationScript,
  'noise.py': noiseScript,
  'run_log.py': runLogScript,
  'job.sh': jobScript,
  'requirements.txt': requirements,
};

export interface ClusterExport {
  readonly experiment: Experiment;
  readonly cacheFolder: string;
  readonly outFolder: string;
}

/**
 * Writes a Python project that trains the experiment with PyTorch, torch_blue and torchrun on other machines, its data
 * included; returns the files. Throws BadInputError where the experiment has no form there or its data is not here,
 * or FailedError where the folder cannot be written.
 */
export async function exportForCluster(request: ClusterExport): Promise<string[]> {
  const { experiment, cacheFolder } = request;
  refuseForCluster(experiment);
  await checkDataset(experiment.data, cacheFolder);
  const files = new Map<string, Uint8Array>([
    ...Object.entries(scripts).map(([name, text]) => [name, bytesOf(text)] as const),
    ['README.md', bytesOf(projectReadme(experiment))],
    ['experiment.json', bytesOf(`${JSON.stringify(experiment, null, 2)}\n`)],
    ...(await dataFiles(experiment, cacheFolder)),
  ]);
  const outFolder = resolve(request.outFolder);
  try {
    for (const [name, bytes] of files) {
      makeFolder(dirname(join(outFolder, name)));
      await writeAtOnce(join(outFolder, name), bytes);
    }
  } catch (error) {
    throw refusedWriting(error, 'The project', outFolder);
  }
  return [...files.keys()].map((name) => join(outFolder, name));
}

async function dataFiles(experiment: Experiment, cacheFolder: string) {
  const known = kindOfData(experiment.data);
  if (known.kind !== 'images') throw new Error('Data other than pictures should have been refused before.');
  const folder = datasetFolder(known.data, cacheFolder);
  const { train, test, classNames } = await readImages(known.data.dataset, folder, disk);
  return [
    ...arraysOf('train', train),
    ...arraysOf('test', test),
    ['data/classes.json', bytesOf(`${JSON.stringify(classNames)}\n`)] as const,
  ];
}

function arraysOf(split: 'train' | 'test', { images, labels, items, height, width, channels }: ImageSet) {
  return [
    [`data/${split}-images.npy`, encodeByteArray(images, [items, height, width, channels])] as const,
    [`data/${split}-labels.npy`, encodeByteArray(labels, [items])] as const,
  ];
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text);
}
