import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts } from '../../src-shared/experiment/methods';
import { buildEvaluation } from '../evaluate/build-evaluation';
import { DrawPredictions } from '../evaluate/draw-predictions';
import { evaluateSplit } from '../evaluate/evaluate-split';
import type { Evaluation } from '../evaluate/evaluation';
import type { Exchange } from '../parallel/exchange';
import { type Pass, planPredictions, predictionShape } from '../parallel/step-plan';
import type { Purpose } from '../random/noise-seeds';
import { gatheredNoises } from './gathered-noise';
import type { LaplaceOfRun } from './laplace-of-run';
import { type PreparedRun, predictedItems } from './prepared-run';

/** What is scored: the trained networks, their kept draws, or the posterior that was put around them. */
export interface ScoredRun extends PreparedRun {
  /** What the run is asked to be, where a posterior is put around its networks; else what it is trained as. */
  readonly asked: Experiment;
  readonly everyone: Exchange | undefined;
  /** Those that were kept; empty where the networks themselves predict. */
  readonly draws: readonly Float32Array[];
  readonly laplace: LaplaceOfRun | undefined;
}

export interface Split {
  readonly indices: Uint32Array;
  readonly purpose: Extract<Purpose, 'validation' | 'test'>;
  /** Whether the worker reports of single items. */
  readonly isReported: boolean;
  /** Steps done, which key the noise. */
  readonly step: number;
}

/** Scores a split by all workers' samples; with what the draws of chains predict of it, where they are to be compared. */
export async function scoreSplit(
  run: ScoredRun,
  { indices, purpose, isReported, step }: Split,
): Promise<{ readonly evaluation: Evaluation; readonly testDraws: DrawPredictions | undefined }> {
  const { asked, laplace, everyone, draws } = run;
  const { plan, compiled, program, data, outputs } = { ...run, ...laplace };
  // Validation, which comes after every epoch, makes do with as many samples as a step.
  const predictions =
    laplace?.predictions ??
    (purpose === 'test' ? planPredictions(asked, plan) : { ...plan, samples: asked.training.samples });
  const samples = predictions.samples * Math.max(1, draws.length);
  const used = draws.length > 0 ? draws : [compiled.parameters()];
  const noises = laplace?.noises ?? (await gatheredNoises(run, asked, everyone, used, samples));
  const evaluation = buildEvaluation(
    { task: data.task, noises, samples, areas: data.areas },
    indices.length,
    isReported,
  );
  const { hasChains } = methodFacts(asked.inference);
  const testDraws =
    isReported && hasChains && draws.length > 0 ? new DrawPredictions(evaluation, samples) : undefined;
  const items = predictedItems(plan);
  const task = {
    program: compiled,
    draws,
    data,
    reader: data.evaluationReader(items),
    plan,
    shapeOf: (pass: Pass) => predictionShape(pass, plan, items, asked),
    exchange: everyone,
    seed: asked.seed,
    predictions,
    noiseTensors: program.noiseTensors,
    outputs,
  };
  await evaluateSplit(task, testDraws ?? evaluation, indices, purpose, step);
  return { evaluation, testDraws };
}
