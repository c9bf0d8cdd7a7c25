import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { measuredAs } from '../../src-shared/data/data-fingerprint';
import { BadInputError } from '../../src-shared/errors';
import { nameOf } from '../../src-shared/experiment/choice';
import { methodFacts, methods } from '../../src-shared/experiment/methods';
import type { Laplace } from '../../src-shared/experiment/methods/laplace';
import { encodeCheckpoint, type TrainingState } from '../../src-shared/formats/checkpoint-file';
import { checkpointName, checkpointsFolder } from '../../src-shared/formats/checkpoint-names';
import { decodeSafetensors, type Tensor } from '../../src-shared/formats/safetensors';
import { readPosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { isOver, type RunSummary } from '../../src-shared/runs/runs';
import { type CheckedRun, checkRun, type Surroundings } from './check-run';
import type { FoundCheckpoint } from './newest-checkpoint';
import { keptEnvironment } from './run-environment';
import { refuseChangedData } from './unchanged-data';

/** A run whose networks are another's, trained to the end: what is left to do is to put a Gaussian around each. */
export interface LaplacePlan extends CheckedRun {
  readonly networks: readonly Tensor[];
  /** Steps that they were trained for. */
  readonly step: number;
}

export type LaplaceRequest = Omit<Laplace, 'method'>;

const ofPoints = methods.filter(({ isOfPoints }) => isOfPoints).map((one) => nameOf(one, 'method'));

/**
 * Plans Laplace's approximation around the networks of a run that is over.
 * @throws BadInputError where it has none, where they are broken, or where its data have changed
 */
export async function planLaplace(
  run: RunSummary,
  request: LaplaceRequest,
  runFolder: string,
  surroundings: Surroundings,
): Promise<LaplacePlan> {
  refuseOthers(run);
  const { networks, step } = networksOf(run, join(runFolder, 'posterior.safetensors'));
  const { name, inference, training } = run.experiment;
  const wanted = {
    ...run.experiment,
    name: `${name.slice(0, 110)}, Laplace`,
    inference: { ...inference, method: 'laplace', ...request },
    training: { ...training, steps: step },
  };
  const checked = await checkRun(wanted, surroundings);
  const before = keptEnvironment(runFolder)?.data;
  refuseChangedData(run.id, before, checked.data);
  return { ...checked, data: measuredAs(before, checked.data), networks, step };
}

/** Writes where the new run begins: after the last step, which it need not take. */
export function placeNetworks(
  runId: string,
  runFolder: string,
  { experiment, data, networks, step }: LaplacePlan,
): FoundCheckpoint {
  const state: TrainingState = {
    step,
    isValidated: true,
    earlyStopping: { best: Number.POSITIVE_INFINITY, epochsSinceBest: 0 },
    validationNll: Number.POSITIVE_INFINITY,
    bestKept: Number.POSITIVE_INFINITY,
    points: [],
  };
  const path = join(runFolder, checkpointsFolder, checkpointName(step));
  mkdirSync(dirname(path), { recursive: true });
  const checkpoint = { runId, experiment, data, state, parameters: networks, moments: [] };
  writeFileSync(path, encodeCheckpoint(checkpoint));
  return { path, state, data };
}

function refuseOthers({ id, status, experiment }: RunSummary): void {
  const { inference } = experiment;
  if (!isOver(status))
    throw new BadInputError(
      `Run ${id} is still ${status}; Laplace’s approximation is around networks that are trained.`,
    );
  if (!methodFacts(inference).isOfPoints)
    throw new BadInputError(
      `Run ${id} is of method ${inference.method}; Laplace’s approximation is put around the networks of a run of method ${ofPoints.join(' or ')}.`,
    );
}

function networksOf({ id }: RunSummary, file: string): Pick<LaplacePlan, 'networks' | 'step'> {
  const { tensors, metadata } = decodeSafetensors(bytesOf(id, file), file);
  const { step, experiment } = readPosteriorMetadata(metadata, file);
  if (step < 1)
    throw new BadInputError(
      `Run ${id} came without its training, and does not tell that it ended at a minimum.`,
    );
  const broken = tensors.find(({ data }) => !data.every(Number.isFinite));
  if (broken)
    throw new BadInputError(
      `Run ${id} has numbers in ${broken.name} that are not finite; it was not trained to an end.`,
    );
  const isOne = experiment.inference.method === 'point-estimate';
  const networks = tensors.map((tensor) => (isOne ? { ...tensor, shape: [1, ...tensor.shape] } : tensor));
  return { networks, step };
}

function bytesOf(runId: string, file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new BadInputError(`Run ${runId} has no posterior; a run writes it when it finishes or is stopped.`);
  }
}
