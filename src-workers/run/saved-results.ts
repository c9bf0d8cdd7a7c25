import { join } from 'node:path';
import type { WorkerTask } from '../../src-shared/worker-protocol';
import { itemOrigin } from '../data/item-origin';
import type { RunData } from '../data/run-data';
import { leastSureItems } from '../evaluate/least-sure';
import { pastOf } from '../evaluate/listed-values';
import type { ReportedClassification } from '../evaluate/reported-classification';
import type { ReportedRegression } from '../evaluate/reported-regression';
import type { ReportedSegmentation } from '../evaluate/reported-segmentation';
import { writeDurably } from './durable-file';
import type { GatheredParameters } from './gathered-parameters';
import { encodePosterior } from './posterior-file';

/** How many of the least sure test items a run keeps. */
const keptItems = 24;

export function savePosterior(
  { runFolder, runId, experiment }: WorkerTask,
  data: RunData,
  { layout, flat }: GatheredParameters,
  step: number,
): void {
  const { task, normalisation, timeStep } = data;
  const posterior = encodePosterior(layout, flat, { experiment, runId, task, normalisation, timeStep, step });
  writeDurably(join(runFolder, 'posterior.safetensors'), posterior);
}

/** What the test split's predictions say sample by sample, and the pictures that the network is least sure of. */
export function saveReport(
  { runFolder }: WorkerTask,
  { task, test, pictureOf, keys }: RunData,
  evaluation: ReportedClassification,
): void {
  if (task.kind !== 'classification') return;
  const pictureAt = pictureOf && ((place: number) => pictureOf(test[place]));
  const originOf = (place: number) => itemOrigin(keys, test[place]);
  const report = evaluation.reporter.report(task.classNames, pictureAt, originOf);
  writeJson(join(runFolder, 'evaluation.json'), report);
  if (!pictureAt) return;
  const items = leastSureItems(evaluation.pooled(), task.classNames.length, keptItems, pictureAt);
  writeJson(join(runFolder, 'least-sure.json'), items);
}

/** What the test split's class maps say, and those that the network doubts most. */
export function saveSegmentation(
  { runFolder }: WorkerTask,
  { task, test, drawnOf }: RunData,
  evaluation: ReportedSegmentation,
): void {
  if (task.kind !== 'segmentation') return;
  const report = evaluation.report(task.classNames, drawnOf && ((place) => drawnOf(test[place])));
  writeJson(join(runFolder, 'segmentation.json'), report);
}

/** What a regression predicts for some items of the test split. */
export function savePredictions(
  { runFolder }: WorkerTask,
  { task, test, keys, pastOf: stepsOf }: RunData,
  evaluation: ReportedRegression,
): void {
  const report = evaluation.reporter.report((place) => ({
    origin: itemOrigin(keys, test[place]),
    past: stepsOf && pastOf(stepsOf(test[place]), task.kind === 'regression' ? task.targetShape[0] : 0),
  }));
  writeJson(join(runFolder, 'predictions.json'), report);
}

function writeJson(path: string, value: unknown): void {
  writeDurably(path, new TextEncoder().encode(JSON.stringify(value)));
}
