import { join } from 'node:path';
import { refuseLeftRun } from '../../src-files/run-owner';
import type { TargetReport } from '../../src-shared/assessment/target-reports';
import type { WorkerTask } from '../../src-shared/protocol/worker-protocol';
import { itemOrigin } from '../data/item-origin';
import type { RunData } from '../data/run-data';
import type { Evaluation } from '../evaluate/evaluation';
import type { HeadsEvaluation } from '../evaluate/heads-evaluation';
import { leastSureItems } from '../evaluate/reports/least-sure';
import { type ItemFacts, pastOf } from '../evaluate/reports/listed-values';
import { ReportedClassification } from '../evaluate/reports/reported-classification';
import { ReportedRegression } from '../evaluate/reports/reported-regression';
import type { ReportedSegmentation } from '../evaluate/reports/reported-segmentation';
import { writeDurably } from './durable-file';
import type { GatheredParameters } from './gathered-parameters';
import { encodePosterior } from './posterior-file';

/** How many of the least sure test items a run keeps. */
const keptItems = 24;

export function savePosterior(
  worker: WorkerTask,
  data: RunData,
  { layout, flat }: GatheredParameters,
  step: number,
): void {
  const { runId, experiment } = worker;
  const { task, normalisation, timeStep, grid } = data;
  const facts = { experiment, runId, task, normalisation, timeStep, grid, step };
  const posterior = encodePosterior(layout, flat, facts);
  write(worker, 'posterior.safetensors', posterior);
}

/** What the test split's predictions say sample by sample, and the pictures that the network is least sure of. */
export function saveReport(
  worker: WorkerTask,
  { task, test, pictureOf, keys }: RunData,
  evaluation: ReportedClassification,
): void {
  if (task.kind !== 'classification') return;
  const pictureAt = pictureOf && ((place: number) => pictureOf(test[place]));
  const originOf = (place: number) => itemOrigin(keys, test[place]);
  const report = evaluation.reporter.report(task.classNames, pictureAt, originOf);
  writeJson(worker, 'evaluation.json', report);
  if (!pictureAt) return;
  const items = leastSureItems(evaluation.pooled(), task.classNames.length, keptItems, pictureAt);
  writeJson(worker, 'least-sure.json', items);
}

/** What the test split's class maps say, and those that the network doubts most. */
export function saveSegmentation(
  worker: WorkerTask,
  { task, test, drawnOf }: RunData,
  evaluation: ReportedSegmentation,
): void {
  if (task.kind !== 'segmentation') return;
  const report = evaluation.report(task.classNames, drawnOf && ((place) => drawnOf(test[place])));
  writeJson(worker, 'segmentation.json', report);
}

/** What a regression predicts for some items of the test split, of all its values together and of each. */
export function savePredictions(task: WorkerTask, data: RunData, evaluation: ReportedRegression): void {
  writeJson(task, 'predictions.json', {
    ...evaluation.reporter.report(factsIn(data)),
    ...evaluation.forecastScores(originsIn(data)),
  });
  saveTargets(task, reportsOfValues(evaluation, data));
}

/** What is predicted of each head for some items of the test split. */
export function saveHeads(task: WorkerTask, data: RunData, evaluation: HeadsEvaluation): void {
  saveTargets(
    task,
    evaluation.heads.flatMap(({ name, evaluation: own }, at) => reportsOfHead(name, own, data, at)),
  );
}

function saveTargets(task: WorkerTask, targets: readonly TargetReport[]): void {
  if (targets.length > 0) writeJson(task, 'targets.json', { version: 1, targets });
}

function reportsOfHead(name: string, own: Evaluation, data: RunData, at: number): readonly TargetReport[] {
  const { task, keys, test } = data;
  const head = task.kind === 'heads' ? task.heads[at].task : undefined;
  if (own instanceof ReportedClassification && head?.kind === 'classification') {
    const originOf = (place: number) => itemOrigin(keys, test[place]);
    return [{ name, evaluation: own.reporter.report(head.classNames, undefined, originOf) }];
  }
  if (!(own instanceof ReportedRegression)) return [];
  return [{ name, predictions: own.reporter.report(factsIn(data)) }, ...reportsOfValues(own, data)];
}

function reportsOfValues(evaluation: ReportedRegression, data: RunData): readonly TargetReport[] {
  return evaluation.values.each.map(({ name, reporter }, at) => ({
    name,
    predictions: {
      ...reporter.report(factsIn(data, at)),
      ...evaluation.forecastScores(originsIn(data), at),
    },
  }));
}

/** When the forecasts of a series begin, by their place in the test split. */
function originsIn({ test, originOf }: RunData): ((place: number) => string) | undefined {
  return originOf && ((place) => originOf(test[place]));
}

/** @param target the only one of several that is told of */
function factsIn(
  { task, test, keys, pastOf: stepsOf }: RunData,
  target?: number,
): (place: number) => ItemFacts {
  const shape = task.kind === 'regression' ? task.targetShape : [0, 1];
  return (place) => ({
    origin: itemOrigin(keys, test[place]),
    past: stepsOf && pastOf(stepsOf(test[place]), shape, target),
  });
}

function writeJson(task: WorkerTask, name: string, value: unknown): void {
  write(task, name, new TextEncoder().encode(JSON.stringify(value)));
}

/** Throws LeftRunError where another process has the run by now. */
function write({ runFolder, owner }: WorkerTask, name: string, bytes: Uint8Array): void {
  writeDurably(join(runFolder, name), bytes, () => refuseLeftRun(runFolder, owner));
}
