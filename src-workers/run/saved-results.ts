import { join } from 'node:path';
import type { WorkerTask } from '../../src-shared/worker-protocol';
import type { RunData } from '../data/run-data';
import type { ClassificationEvaluation } from '../evaluate/classification-evaluation';
import { leastSureItems } from '../evaluate/least-sure';
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
  const { task, normalisation } = data;
  const posterior = encodePosterior(layout, flat, { experiment, runId, task, normalisation, step });
  writeDurably(join(runFolder, 'posterior.safetensors'), posterior);
}

/** Of pictures; other items have nothing to show. */
export function saveLeastSure(
  { runFolder }: WorkerTask,
  { task, test, pictureOf }: RunData,
  evaluation: ClassificationEvaluation,
): void {
  if (task.kind !== 'classification' || !pictureOf) return;
  const items = leastSureItems(evaluation.pooled(), task.classNames.length, keptItems, (place) =>
    pictureOf(test[place]),
  );
  writeDurably(join(runFolder, 'least-sure.json'), new TextEncoder().encode(JSON.stringify(items)));
}
