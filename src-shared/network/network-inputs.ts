import { itemKindOf } from '../experiment/data';
import type { PosteriorMetadata } from '../posterior/posterior-metadata';

/** What a network that stands for itself takes, in words. */
export function describeInputs({ task, normalisation, experiment }: PosteriorMetadata): string {
  const shape = `[${['items', ...task.inputShape].join(', ')}]`;
  return itemKindOf(experiment.data).describeInputs(
    { shape, names: normalisation.names ?? [] },
    experiment.data,
  );
}
