import { freemem } from 'node:os';
import { withFingerprint } from '../../src-files/fingerprinting';
import { type DataFingerprint, dataChanges } from '../../src-shared/data/data-fingerprint';
import { BadInputError } from '../../src-shared/errors';
import { layersOf, selectedBy } from '../../src-shared/experiment/bayesian-layers';
import type { Experiment } from '../../src-shared/experiment/experiment';
import type { WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { startOf } from '../../src-shared/experiment/start';
import { trainedAs } from '../../src-shared/experiment/trained-as';
import type { FromWorker, WorkerTask } from '../../src-shared/protocol/worker-protocol';
import { laplaceScope } from '../bayes/laplace/laplace-scope';
import { nothingToMeasure } from '../data/nothing-to-measure';
import { trainedEmbeddingNotes } from '../data/trained-embeddings';
import { trainedMeaningNotes } from '../data/trained-meaning';
import { trainedScaleNotes } from '../data/trained-scales';
import { withTrainedThresholds } from '../data/trained-thresholds';
import { openRunData } from '../kinds-of-data';
import { refuseManyDerivatives } from '../laplace/refuse-many-derivatives';
import type { BatchGathering } from '../parallel/batch-gathering';
import { PeerLostError } from '../parallel/peer-lost-error';
import { normalisesWholeBatches } from '../parallel/step-plan';
import { MemoryPatience } from './memory-patience';
import { memoryNote } from './memory-sentence';
import {
  gatheringOf,
  meetWorkers,
  type PreparedRun,
  partFromWorkers,
  prepareRun,
  reductionOf,
} from './prepared-run';
import type { RunControl } from './run-control';
import { type Outside, WorkerRun } from './worker-run';

/** The last message of a worker that did what it was asked to. */
export type RunEnd = Extract<FromWorker, { type: 'finished' | 'left' }>;

/** One worker's part of a run, from reading the data to the saved posterior, or until it is asked to leave. */
export async function trainRun(task: WorkerTask, outside: Outside, control: RunControl): Promise<RunEnd> {
  const { port } = outside;
  port.post({ type: 'phase', phase: 'loading' });
  const { value: opened, fingerprint } = await withFingerprint(
    () => openRunData(task.experiment, task.datasetFolder),
    task.data !== undefined && task.data.measured === undefined,
  );
  try {
    refuseOtherData(task, fingerprint);
    const data = withTrainedThresholds(opened, task.experiment);
    const embedded = trainedEmbeddingNotes(data.task, task.experiment);
    // All workers read the same: one says it.
    if (task.rank === 0)
      for (const text of [
        ...data.warnings,
        ...nothingToMeasure(data, task.experiment),
        ...embedded,
        ...trainedScaleNotes(data, task.experiment),
      ])
        port.post({ type: 'log', level: 'warning', text });
    port.post({ type: 'phase', phase: 'tracing' });
    const training = { ...task, experiment: trainedAs(task.experiment) };
    const patience = task.device.startsWith('gpu:') ? new MemoryPatience(task.device, outside) : undefined;
    const prepared = prepareRun(training, data, patience);
    const meanings = trainedMeaningNotes(
      data.task,
      task.experiment,
      isLastFresh(task.experiment, prepared.model.weights),
    );
    if (task.rank === 0) for (const text of meanings) port.post({ type: 'log', level: 'warning', text });
    refuseLaplace(task, prepared);
    const { slowness } = prepared.compiled;
    // CPU slots are of one machine: one says it. Each GPU may have a reason of its own.
    const says = task.rank === 0 || task.device.startsWith('gpu:');
    if (slowness !== undefined && says) port.post({ type: 'log', level: 'warning', text: slowness });
    tellStatistics(training, prepared, port);
    tellMemory(training, prepared, port);
    const reducers = await meetWorkers(training, prepared);
    try {
      const gathering = await gatheringOf(prepared, reducers, outside.pulse);
      const reduction = await reductionOf(prepared, reducers, training, (text) =>
        port.post({ type: 'log', level: 'warning', text }),
      );
      const run = new WorkerRun(training, prepared, { reducers, reduction }, outside, task.experiment);
      return await trainAndFinish(run, control, gathering).finally(() => {
        gathering?.close();
        reduction?.close();
      });
    } finally {
      await partFromWorkers(reducers);
      prepared.compiled.dispose();
    }
  } finally {
    opened.close();
  }
}

/** Whether the layers that give the outputs begin afresh, whatever else was trained before. */
function isLastFresh(experiment: Experiment, weights: readonly WeightTensor[]): boolean {
  const isFresh = selectedBy(startOf(experiment)?.fresh ?? [], weights);
  return layersOf(weights)
    .filter(selectedBy(['last'], weights))
    .every(isFresh);
}

/** The core has looked at the data when it accepted the run, perhaps long ago; all workers must have read the same. */
function refuseOtherData({ data }: WorkerTask, read: DataFingerprint): void {
  const changes = data ? dataChanges(data, read) : [];
  if (changes.length > 0)
    throw new BadInputError(`The data changed after the run was accepted: ${changes.join('; ')}.`);
}

/** Whether they move may have been left to the network's file. */
function tellStatistics(
  { rank, experiment }: WorkerTask,
  { model, plan }: PreparedRun,
  port: Outside['port'],
): void {
  if (rank !== 0 || !model.weights.some(({ moving, frozen }) => moving && !frozen)) return;
  const whose =
    plan.dataGroups === 1
      ? 'batch'
      : normalisesWholeBatches(experiment)
        ? 'batch over all devices that share it'
        : 'part of the batch on each device';
  const text = `Batch normalisations train by the statistics of each sample’s own ${whose}, and running ones follow (model.batchNorm).`;
  port.post({ type: 'log', level: 'info', text });
}

/** Before the first step, where it can still be changed. */
function tellMemory(task: WorkerTask, { compiled }: PreparedRun, port: Outside['port']): void {
  const memory = compiled.memory?.(task.device.startsWith('gpu:') ? 'gpu' : 'cpu');
  if (!memory) return;
  const note = memoryNote(memory, task, freemem());
  // Devices differ by little.
  if (task.rank === 0 || note.level === 'warning') port.post({ type: 'log', ...note });
}

/** Before it is trained for hours. */
function refuseLaplace(
  { experiment: { inference } }: WorkerTask,
  { model, data, outputs }: PreparedRun,
): void {
  if (inference.method !== 'laplace') return;
  const scope = laplaceScope(model.weights, inference);
  if (inference.precisionBy === 'validation' && data.validation.length === 0)
    throw new BadInputError(
      'inference.precisionBy: no item is left for validation (data.validationFraction), by whose NLL the precision would be chosen; use evidence.',
    );
  refuseManyDerivatives(model, scope, data.task.inputShape, outputs);
}

async function trainAndFinish(
  run: WorkerRun,
  control: RunControl,
  gathering: BatchGathering | undefined,
): Promise<RunEnd> {
  try {
    const end = await run.train(control);
    if (end === 'left') {
      await run.saveForSuccessors();
      return { type: 'left' };
    }
    return { type: 'finished', stopped: end === 'stopped', finalMetrics: await run.finish() };
  } catch (caught) {
    const error = gathering?.causeOf(caught) ?? caught;
    if (error instanceof PeerLostError && run.task.experiment.parallel.elastic) run.saveForRecovery();
    throw error;
  }
}
