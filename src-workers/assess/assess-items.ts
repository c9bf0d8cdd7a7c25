import type { TableFormat } from '../../src-shared/posterior-work';
import type { RunData } from '../data/run-data';
import { targetNoise } from '../evaluate/target-noise';
import { ValueSamples } from '../evaluate/value-samples';
import type { Sampler } from '../posterior/sampler';
import { splitPredictions } from '../posterior/split-predictions';
import type { TrainedPosterior } from '../posterior/trained-posterior';
import type { Assessed } from './assessed';
import { AssessedClasses } from './assessed-classes';
import { AssessedValues } from './assessed-values';
import type { OtherItems } from './other-items';
import { TestTable } from './test-table';

/** Predicts the items of a split, and writes them into the table, where there is one. */
export async function assessSplit(
  sampler: Sampler,
  data: RunData,
  indices: Uint32Array,
  onItems: (items: number) => void,
  table?: TestTable,
): Promise<Assessed> {
  const assessed = newAssessed(sampler, indices.length);
  for await (const { predictions, targets } of splitPredictions(sampler, data, indices, onItems)) {
    assessed.add(predictions, targets);
    await table?.write(predictions, targets);
  }
  await table?.finish();
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

/** A table for what is predicted for the test items. */
export function newTestTable(
  { posterior, samples }: Sampler,
  { part, format }: { readonly part: string; readonly format: TableFormat },
): TestTable {
  return new TestTable(part, format, posterior.metadata.task, samples, valueSamples(posterior, samples));
}

function valueSamples(
  { metadata: { task }, experiment, layout, flat }: TrainedPosterior,
  samples: number,
): ValueSamples | undefined {
  if (task.kind === 'classification') return undefined;
  const noise = targetNoise(experiment.inference, samples, layout, flat);
  return new ValueSamples(samples, noise, task.targetNames.length);
}

function newAssessed({ posterior, samples, outputs }: Sampler, items: number): Assessed {
  const predicted = valueSamples(posterior, samples);
  if (predicted) return new AssessedValues(items, predicted, outputs);
  return new AssessedClasses(items, outputs, samples);
}
