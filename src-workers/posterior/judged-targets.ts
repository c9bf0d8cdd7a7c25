import { mostJudgedAlone } from '../../src-shared/assessment/assessment';
import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { Noise } from '../../src-shared/experiment/noise';
import type { PosteriorTask } from '../../src-shared/posterior/posterior-metadata';
import { parameterOfHead } from '../bayes/likelihoods/of-heads';
import { noiseOfTarget, noiseParameter, type TargetNoise, targetNoise } from '../evaluate/target-noise';
import { columnsOfRows } from '../models/columns-of-rows';
import { headParts } from '../models/head-parts';
import { networkOutputs } from '../models/network-outputs';
import type { OneLikelihood } from './one-likelihood';
import type { TrainedPosterior } from './trained-posterior';

type Values = Extract<OneLikelihood, { readonly kind: 'regression' }>;

/** Some columns of rows; all where they are not told. */
export interface Part {
  /** Numbers of a row. */
  readonly width: number;
  readonly columns?: readonly number[];
}

/** What is judged by itself: all that a network predicts under one likelihood, a head, or one of several values. */
export interface JudgedTarget {
  /** Of a head, and of one of several values. */
  readonly name?: string;
  /** Whether it is one of several values, which are judged together before it. */
  readonly isOneOfSeveral?: boolean;
  readonly task: OneLikelihood;
  /** Around values, of all weight samples. */
  readonly noise: TargetNoise | undefined;
  /** Where it lies in what is predicted for an item, and among the item's targets. */
  readonly outputs: Part;
  readonly targets: Part;
}

/** The noise of one likelihood. @param head none where there is one likelihood */
export type NoiseOf = (task: Values, noise: Noise, head: string | undefined) => TargetNoise;

/**
 * All that is judged of what a network predicts. Of one likelihood of several values all of them together come first, and then each;
 * of several heads each, and after one of several values these.
 * @param noise of a network with one likelihood
 */
export function judgedTargets(task: PosteriorTask, noise: Noise, noiseOf: NoiseOf): readonly JudgedTarget[] {
  if (task.kind !== 'heads') {
    const outputs = { width: sizeOf(networkOutputs(task, noise)) };
    const targets = { width: targetsAnItem(task) };
    return withEachValue({ task, noise: noiseIn(task, noise, undefined, noiseOf), outputs, targets });
  }
  const [width, targetWidth] = [sizeOf(networkOutputs(task)), sizeOf(task.targetShape)];
  return headParts(task).flatMap(({ head, outputs, targets }) =>
    withEachValue({
      name: head.name,
      task: head.task,
      noise: noiseIn(head.task, head.noise, head.name, noiseOf),
      outputs: { width, columns: range(outputs) },
      targets: { width: targetWidth, columns: range(targets) },
    }),
  );
}

/** All that is judged of what a posterior predicts with so many weight samples. */
export function judgedOf(
  { metadata: { task }, experiment: { inference }, layout, flat }: TrainedPosterior,
  samples: number,
): readonly JudgedTarget[] {
  return judgedTargets(task, inference.noise, ({ targetStd }, noise, head) => {
    const parameter = head === undefined ? noiseParameter : parameterOfHead(noiseParameter, head);
    return targetNoise({ noise }, samples, layout, flat, targetStd, parameter);
  });
}

/** Those of them that have a likelihood of their own: one, or the heads. */
export function likelihoodsOf(posterior: TrainedPosterior, samples: number): readonly JudgedTarget[] {
  return judgedOf(posterior, samples).filter(({ isOneOfSeveral }) => !isOneOfSeveral);
}

/** Numbers that it has of what is predicted for an item. */
export function outputsOf({ outputs: { width, columns } }: JudgedTarget): number {
  return columns?.length ?? width;
}

function noiseIn(task: OneLikelihood, noise: Noise, head: string | undefined, noiseOf: NoiseOf) {
  return task.kind === 'regression' ? noiseOf(task, noise, head) : undefined;
}

/** Numbers that the targets of one item have. */
export function targetsAnItem(task: PosteriorTask): number {
  return task.kind === 'classification' ? 1 : sizeOf(task.targetShape);
}

/** What is predicted of one thing. @param rows of all samples, [samples, items, ...outputs] */
export function predictionsOf({ outputs: { width, columns } }: JudgedTarget, rows: Float32Array) {
  return columns ? columnsOfRows(rows, width, columns) : rows;
}

/** Its targets: labels, or standardised values. @param rows [items, ...targets] */
export function targetsOf(
  { task, targets: { width, columns } }: JudgedTarget,
  rows: Float32Array | Int32Array,
): Float32Array | Int32Array {
  if (!columns) return rows;
  const own = columnsOfRows(rows, width, columns);
  return task.kind === 'regression' ? own : Int32Array.from(own);
}

function withEachValue(judged: JudgedTarget): readonly JudgedTarget[] {
  const { task, outputs, targets, noise } = judged;
  if (task.kind !== 'regression') return [judged];
  const { targetNames } = task;
  const count = targetNames.length;
  if (count === 1 || count > mostJudgedAlone) return [judged];
  const each = targetNames.map((name, target): JudgedTarget => {
    const every = ({ width, columns = range({ first: 0, size: width }) }: Part): Part => ({
      width,
      columns: columns.filter((_, at) => at % count === target),
    });
    return {
      name,
      isOneOfSeveral: true,
      task: oneValue(task, target),
      noise: noise && noiseOfTarget(noise, target),
      outputs: every(outputs),
      targets: every(targets),
    };
  });
  return [judged, ...each];
}

/** The last axis runs over the values; what more there is of each follows there as often. */
function oneValue(
  { targetShape, targetNames, targetMean, targetStd, cellUnits, ...task }: Values,
  target: number,
): Values {
  return {
    ...task,
    targetShape: [...targetShape.slice(0, -1), 1],
    targetNames: [targetNames[target]],
    targetMean: [targetMean[target]],
    targetStd: [targetStd[target]],
    ...(cellUnits ? { cellUnits: [cellUnits[target]] } : {}),
  };
}

function range({ first, size }: { readonly first: number; readonly size: number }): readonly number[] {
  return Array.from({ length: size }, (_, at) => first + at);
}
