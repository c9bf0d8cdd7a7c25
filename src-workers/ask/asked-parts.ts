import { mostJudgedAlone } from '../../src-shared/assessment/assessment';
import { BadInputError } from '../../src-shared/errors';
import type { Askable, AskedPart, PartAnswer } from '../../src-shared/posterior/asking';
import type { RunData } from '../data/run-data';
import { isOfCounts } from '../evaluate/target-noise';
import { ValueSamples } from '../evaluate/value-samples';
import {
  type JudgedTarget,
  judgedOf,
  outputsOf,
  predictionsOf,
  targetsOf,
} from '../posterior/judged-targets';
import type { OneLikelihood } from '../posterior/one-likelihood';
import type { TrainedPosterior } from '../posterior/trained-posterior';

/** What is answered by itself: all that a network predicts of an item, a head, or one of several values. */
export type AnsweredPart = JudgedTarget & {
  readonly task: Exclude<OneLikelihood, { readonly kind: 'segmentation' }>;
};

/** What came of items, in the target's own unit, or labels: [items][parts]; null where it is not known. */
export type TruthsOf = (data: RunData, items: Uint32Array) => (number | null)[][];

/** Predictions of all samples for some items, [samples, items, outputs]. */
export interface AskedChunk {
  readonly predictions: Float32Array;
  readonly items: number;
}

/**
 * All parts that a network answers with.
 * @throws BadInputError where there are too many, or it names pixels
 */
export function answeredParts(posterior: TrainedPosterior): readonly AnsweredPart[] {
  const judged = judgedOf(posterior, posterior.experiment.training.samples).filter(
    (one): one is AnsweredPart => one.task.kind !== 'segmentation',
  );
  // Of several values under one likelihood each stands for itself.
  const parts = judged.filter(({ task }) => task.kind !== 'regression' || task.targetNames.length === 1);
  if (parts.length > 0) return parts;
  throw new BadInputError(
    `Networks that predict up to ${mostJudgedAlone} numbers or classes of an item can be asked, and this one does not; let it predict for files instead.`,
  );
}

export function predictsOf(parts: readonly AnsweredPart[]): Askable['predicts'] {
  const [first, ...others] = parts;
  if (others.length === 0) return partPredicts(first);
  return {
    kind: 'several',
    parts: parts.map((part) => ({ name: part.name ?? '', predicts: partPredicts(part) })),
  };
}

function partPredicts({ task }: AnsweredPart): AskedPart {
  if (task.kind === 'classification') return { kind: 'classes', classNames: [...task.classNames] };
  const { targetNames, targetUnit, cellUnits, targetMean, targetStd } = task;
  const unit = targetUnit ?? cellUnits?.[0] ?? '';
  return {
    kind: 'values',
    targetNames: [...targetNames],
    ...(unit === '' ? {} : { unit }),
    mean: [...targetMean],
    std: [...targetStd],
  };
}

/** What all samples say of the items of all chunks. */
export function partAnswer(part: AnsweredPart, chunks: readonly AskedChunk[], samples: number): PartAnswer {
  const own = chunks.map(({ predictions, items }) => ({
    predictions: predictionsOf(part, predictions),
    items,
  }));
  return part.task.kind === 'classification'
    ? { kind: 'classes', items: own.flatMap((chunk) => classesOf(chunk, samples, outputsOf(part))) }
    : { kind: 'values', items: own.flatMap((chunk) => valuesOf(part, chunk, samples)) };
}

/** What came of items of a run's data, in the order of the parts. */
export function truthsOfParts(parts: readonly AnsweredPart[]): TruthsOf {
  return (data, items) => {
    const rows = data.targetsOf(items);
    const columns = parts.map((part) => truthsOfPart(part, rows));
    return Array.from(items, (_, item) => columns.map((column) => column[item]));
  };
}

function truthsOfPart(part: AnsweredPart, rows: Float32Array | Int32Array): (number | null)[] {
  const { task, noise } = part;
  const own = Array.from(targetsOf(part, rows));
  if (task.kind === 'classification') return own.map((label) => (label < 0 ? null : label));
  const told = noise && isOfCounts(noise) ? Math.round : (value: number) => value;
  return own.map((value) =>
    Number.isFinite(value) ? told(task.targetMean[0] + task.targetStd[0] * value) : null,
  );
}

function classesOf({ predictions, items }: AskedChunk, samples: number, classes: number): number[][][] {
  return Array.from({ length: items }, (_, item) =>
    Array.from({ length: samples }, (_one, sample) => {
      const from = (sample * items + item) * classes;
      return Array.from(predictions.subarray(from, from + classes), (log) => Math.exp(log));
    }),
  );
}

type Values = Extract<PartAnswer, { kind: 'values' }>['items'];

function valuesOf(
  { task, noise }: AnsweredPart,
  { predictions, items }: AskedChunk,
  samples: number,
): Values {
  if (!noise || task.kind !== 'regression') throw new Error('Values have a noise.');
  const [mean, std] = [task.targetMean[0], task.targetStd[0]];
  const predicted = new ValueSamples(samples, noise, 1);
  const values = predicted.valuesOf(predictions.length / samples) / items;
  return Array.from({ length: items }, (_, item) =>
    Array.from({ length: values }, (_one, place) => {
      const { means, stds } = predicted.take(predictions, item * values + place);
      return {
        means: Array.from(means, (value) => mean + std * value),
        stds: Array.from(stds, (value) => std * value),
      };
    }),
  );
}
