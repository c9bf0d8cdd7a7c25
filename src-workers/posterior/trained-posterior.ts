import { readFile } from 'node:fs/promises';
import { BadInputError } from '../../src-shared/errors';
import { evaluationSamples } from '../../src-shared/experiment/evaluation-samples';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts } from '../../src-shared/experiment/methods';
import { decodeSafetensors, type Tensor, type TensorFile } from '../../src-shared/formats/safetensors';
import { refuseBrokenWeights } from '../../src-shared/posterior/broken-weights';
import { type PosteriorMetadata, readPosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import type { Predicts } from '../bayes/likelihoods/likelihood';
import { flatten, layoutOf, type ParameterLayout } from '../engine/parameter-layout';
import { mostAroundModes, planSteps, type StepPlan } from '../parallel/step-plan';
import { type RunProgram, runProgram } from '../train/run-program';

/** A posterior as a run left it, together with the network that its weights belong to. */
export interface TrainedPosterior extends RunProgram {
  readonly metadata: PosteriorMetadata;
  /** As it is used: on one device, with the samples that were asked for. */
  readonly experiment: Experiment;
  readonly plan: StepPlan;
  readonly layout: ParameterLayout;
  /** All parameters, in the layout. */
  readonly flat: Float32Array;
  readonly predicts: Predicts;
}

/**
 * Opens a run's `posterior.safetensors` for use.
 * @param samples weight samples to draw; as many as the run's final scores are of, or without it as many as a step had
 * @throws BadInputError where the file is damaged or its weights are, or no such number of samples can be had
 */
export async function openPosterior(
  file: string,
  samples?: number | 'as-scored',
  predicts?: Predicts,
): Promise<TrainedPosterior> {
  const content = decodeSafetensors(await bytesOf(file), file);
  refuseBrokenWeights(content.tensors, file);
  return posteriorOf(content, file, samples, predicts);
}

/**
 * The content of a posterior's file with the network that its weights belong to, whatever these are.
 * @throws BadInputError where they do not fit, or no such number of samples can be had
 */
export function posteriorOf(
  { tensors, metadata: texts }: TensorFile,
  file: string,
  samples?: number | 'as-scored',
  predicts: Predicts = 'predictive',
): TrainedPosterior {
  const metadata = readPosteriorMetadata(texts, file);
  const experiment = experimentOfUse(metadata.experiment, tensors, samples);
  const modes = experiment.inference.method === 'laplace' ? networksIn(tensors) : undefined;
  const steps = planSteps(experiment, 0, 1, experiment.training.batchSize);
  const plan = modes === undefined ? steps : { ...steps, modes };
  const parts = runProgram(experiment, plan, metadata.task, experiment.training.batchSize, predicts);
  const layout = layoutOf(parts.program.parameters);
  const flat = flatten(layout, valuesInLayout(layout, tensors, file));
  return { ...parts, metadata, experiment, plan, layout, flat, predicts };
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new BadInputError('The run has no posterior; a run writes it when it finishes or is stopped.');
  }
}

/** On one device, in passes no larger than those of training, which fitted into a device's memory. */
function experimentOfUse(
  experiment: Experiment,
  tensors: readonly Tensor[],
  wanted: number | 'as-scored' | undefined,
): Experiment {
  const { training, inference, parallel } = experiment;
  // Of each chain or Gaussian several draws are kept; fewer, where the run was stopped.
  const { keepsDraws } = methodFacts(inference);
  const isMixture = inference.method === 'laplace';
  const scored = keepsDraws ? networksIn(tensors) : evaluationSamples(experiment);
  const trained = keepsDraws || isMixture ? scored : training.samples;
  const samples = wanted === 'as-scored' ? scored : (wanted ?? trained);
  const refused = methodFacts(inference).refusedSamples(samples, trained);
  if (refused !== undefined) throw new BadInputError(`samples: ${refused}`);
  const ofOneDevice = Math.ceil(training.samples / parallel.devices.length);
  const inPass = isMixture ? mostAroundModes : (training.samplesPerPass ?? ofOneDevice);
  const samplesPerPass = Math.min(inPass, samples);
  return {
    ...experiment,
    // What reduction between devices was asked for no longer matters, nor may one sample be refused for it.
    inference: { ...inference, reduction: 'exact' },
    training: { ...training, samples, samplesPerPass },
    parallel: { ...parallel, mode: 'local', devices: ['cpu:0'] },
  };
}

/** Draws that were kept, or networks that a mixture is around. */
function networksIn(tensors: readonly Tensor[]): number {
  return tensors[0]?.shape[0] ?? 0;
}

/** Values in the layout's order; of an ensemble the first members, where fewer are asked for than there are. */
function valuesInLayout(
  { slots }: ParameterLayout,
  tensors: readonly Tensor[],
  file: string,
): readonly Float32Array[] {
  const byName = new Map(tensors.map(({ name, data }) => [name, data]));
  return slots.map(({ name, size }) => {
    const data = byName.get(name);
    if (data && data.length >= size) return data.subarray(0, size);
    throw new BadInputError(`${file} does not fit its own experiment: ${name} should have ${size} values.`);
  });
}
