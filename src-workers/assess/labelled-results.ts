import { type LabelledResult, labelledResultSchema } from '../../src-shared/assessment/assessment';
import type { RunData } from '../data/run-data';
import type { Sampler } from '../posterior/sampler';
import { assessLabelled } from './assess-items';
import { dataStamp } from './data-stamp';
import type { FoundParts } from './found-parts';
import type { LabelledSource } from './labelled-source';
import { scoresOf } from './scores-of';
import { notedTraining } from './trained-on';

interface AskedLabelled {
  readonly labelled: readonly LabelledSource[];
  readonly parts: FoundParts;
  readonly onItems: (items: number) => void;
}

/** Scores on data of a person's own, those that were found before taken as they are. */
export async function labelledResults(
  sampler: Sampler,
  data: RunData,
  { labelled, parts, onItems }: AskedLabelled,
): Promise<LabelledResult[]> {
  const results: LabelledResult[] = [];
  for (const source of labelled) {
    const part = `labelled ${await dataStamp(source.path)}`;
    const { items } = source.items;
    results.push(
      await parts.take({ part, items, schema: labelledResultSchema }, () =>
        labelledResult(sampler, source, data, onItems),
      ),
    );
  }
  return results;
}

async function labelledResult(
  sampler: Sampler,
  source: LabelledSource,
  data: RunData,
  onItems: (items: number) => void,
): Promise<LabelledResult> {
  const { name, title, path, items } = source;
  const found = await assessLabelled(sampler, source, data, onItems);
  const { seed } = sampler.posterior.metadata.experiment;
  return {
    name,
    title,
    path,
    items: items.items,
    notes: [...(await notedTraining(source, data, sampler.items)), ...items.notes],
    ...scoresOf(found, seed, items.dependence),
  };
}
