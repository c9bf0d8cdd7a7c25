import type { RunData } from '../data/run-data';
import { targetNoise } from '../evaluate/target-noise';
import { ValueSamples } from '../evaluate/value-samples';
import type { Sampler } from '../posterior/sampler';
import { splitPredictions } from '../posterior/split-predictions';
import type { Assessed } from './assessed';
import { AssessedClasses } from './assessed-classes';
import { AssessedValues } from './assessed-values';
import type { OtherItems } from './other-items';

/** Predicts the items of a split. */
export async function assessSplit(
  sampler: Sampler,
  data: RunData,
  indices: Uint32Array,
  onItems: (items: number) => void,
): Promise<Assessed> {
  const assessed = newAssessed(sampler, indices.length);
  for await (const { predictions, targets } of splitPredictions(sampler, data, indices, onItems))
    assessed.add(predictions, targets);
  return assessed;
}

/** Predicts other items, which have no targets. */
export async function assessOther(
  sampler: Sampler,
  other: OtherItems,
  onItems: (items: number) => void,
): Promise<Assessed> {
  const assessed = newAssessed(sampler, other.items);
  for (let first = 0; first < other.items; first += sampler.items) {
    const count = Math.min(sampler.items, other.items - first);
    assessed.add(sampler.predict(await other.read(first, count), count), new Int32Array(count));
    onItems(count);
    // Lets messages in between chunks.
    await new Promise(setImmediate);
  }
  return assessed;
}

function newAssessed({ posterior, samples, outputs }: Sampler, items: number): Assessed {
  const { metadata, experiment, layout, flat } = posterior;
  const { task } = metadata;
  if (task.kind === 'classification') return new AssessedClasses(items, task.classNames.length, samples);
  const noise = targetNoise(experiment.inference, samples, layout, flat);
  return new AssessedValues(items, new ValueSamples(samples, noise, task.targetNames.length), outputs);
}
