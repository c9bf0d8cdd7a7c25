import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { ComparedPredictions } from '../../src-shared/posterior/posterior-comparison';
import type { RunData } from '../data/run-data';
import { LogMeanExp } from '../evaluate/scores/log-mean-exp';
import { ValueSamples } from '../evaluate/value-samples';
import { type JudgedTarget, outputsOf, predictionsOf, targetsOf } from '../posterior/judged-targets';
import { ComparedClasses } from './compared-classes';
import { NamedApart } from './named-apart';
import { PairedValues } from './paired-values';
import { ValueDistanceMeasure } from './value-distance';
import { ValuesApart } from './values-apart';

type Both<T> = readonly [T, T];
type Targets = Float32Array | Int32Array;

/** What two networks predict of one thing, a head or all that they predict. */
export interface ComparedTarget {
  /** @param both what they predict of the next items, [samples, items, ...outputs] of all heads */
  add(both: Both<Float32Array>, targets: Targets): void;
  value(data: RunData, seed: number): ComparedPredictions;
}

/** Values that are looked at, spread over the test split, where items have very many: quantiles of each take a while. */
const mostValues = 4000;

/**
 * @param judged the same thing in both
 * @param samples of each
 * @param items that are tested on
 */
export function comparedTarget(
  judged: Both<JudgedTarget>,
  samples: Both<number>,
  items: number,
): ComparedTarget {
  const own = ofItsKind(judged, samples, items);
  return {
    add: ([first, second], targets) =>
      own.add(
        [predictionsOf(judged[0], first), predictionsOf(judged[1], second)],
        targetsOf(judged[0], targets),
      ),
    value: (data, seed) => own.value(data, seed),
  };
}

function ofItsKind(judged: Both<JudgedTarget>, samples: Both<number>, items: number): ComparedTarget {
  const [{ task }] = judged;
  return task.kind === 'regression'
    ? comparedValues(task, judged, samples, items)
    : comparedNames(task, samples);
}

function comparedNames(
  task: Exclude<JudgedTarget['task'], { kind: 'regression' }>,
  samples: Both<number>,
): ComparedTarget {
  const pixels = task.kind === 'segmentation' ? sizeOf(task.targetShape) : undefined;
  const compared = new ComparedClasses(task.classNames.length, pixels);
  // Of class maps it would be each item.
  const apart = pixels === undefined ? new NamedApart(task.classNames) : undefined;
  return {
    add: (both, targets) => {
      const [first, second] = [pooled(both[0], samples[0]), pooled(both[1], samples[1])];
      compared.add(first, second, targets);
      apart?.add(first, second, targets);
    },
    value: (data, seed) => ({
      ...compared.value(seed, data.dependenceOf?.(data.test)),
      ...(apart ? { apart: apart.value(data) } : {}),
    }),
  };
}

function comparedValues(
  task: Extract<JudgedTarget['task'], { kind: 'regression' }>,
  judged: Both<JudgedTarget>,
  samples: Both<number>,
  items: number,
): ComparedTarget {
  const targets = task.targetNames.length;
  const [ours, theirs] = judged.map(({ noise = { kind: 'samples' } }, at) => {
    return new ValueSamples(samples[at], noise, targets);
  });
  const measure = new ValueDistanceMeasure(task.targetNames, task.targetStd);
  const groups = (ours.valuesOf(outputsOf(judged[0])) * items) / targets;
  const stride = Math.ceil((groups * targets) / mostValues);
  const scores = new PairedValues(task.targetStd);
  const apart = new ValuesApart(task);
  const valuesOfItem = sizeOf(task.targetShape);
  let done = 0;
  return {
    add: ([first, second], truths) => {
      const count = ours.valuesOf(first.length / ours.samples) / targets;
      for (let group = 0; group < count; group += stride)
        for (let target = 0; target < targets; target += 1) {
          const at = group * targets + target;
          measure.add(ours.take(first, at), theirs.take(second, at), target);
          const place = { target, item: done + Math.floor(at / valuesOfItem), value: at % valuesOfItem };
          scores.add(ours, theirs, truths[at], place);
          apart.add(ours, theirs, truths[at], place);
        }
      done += truths.length / valuesOfItem;
    },
    value: (data, seed) => ({
      predictions: measure.value(task.targetUnit),
      paired: scores.value(seed, data.dependenceOf?.(data.test)),
      apart: apart.value(data),
    }),
  };
}

/** Logarithms of class probabilities, the mean over the samples. */
function pooled(logProbabilities: Float32Array, samples: number): Float32Array {
  const size = logProbabilities.length / samples;
  const means = new LogMeanExp(size);
  for (let sample = 0; sample < samples; sample += 1)
    means.add(logProbabilities.subarray(sample * size, (sample + 1) * size));
  const logs = new Float32Array(size);
  means.writeTo(logs);
  return logs;
}
