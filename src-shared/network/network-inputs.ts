import { itemKindOf } from '../experiment/data';
import type { PosteriorMetadata } from '../posterior/posterior-metadata';
import { embeddingsOf } from './embedded-columns';

/** What a network that stands for itself takes, in words. */
export function describeInputs({ task, normalisation, experiment }: PosteriorMetadata): string {
  const shape = `[${['items', ...task.inputShape].join(', ')}]`;
  const words = itemKindOf(experiment.data).describeInputs(
    { shape, names: normalisation.names ?? [] },
    experiment.data,
  );
  const embedded = embeddingsOf(task);
  if (embedded.length === 0) return words;
  const columns = embedded.map(({ column, categories }) => `${column} (${categories.length})`);
  return `${words}; of ${columns.join(', ')} the place of the text among its categories, from 1, and 0 for any other`;
}
