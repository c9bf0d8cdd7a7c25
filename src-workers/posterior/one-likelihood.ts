import { BadInputError } from '../../src-shared/errors';
import type { PosteriorTask } from '../../src-shared/posterior/posterior-metadata';

/** What a network without several heads predicts. */
export type OneLikelihood = Exclude<PosteriorTask, { readonly kind: 'heads' }>;

/**
 * @param doing as a sentence begins: "Calibrating"
 * @throws BadInputError where the network has several heads
 */
export function oneLikelihood(task: PosteriorTask, doing: string): OneLikelihood {
  if (task.kind !== 'heads') return task;
  const names = task.heads.map(({ name }) => name).join(', ');
  throw new BadInputError(
    `${doing} is of networks with one likelihood, and not yet of several heads (${names}); the scores of each are those of the run, and predict tells what each says.`,
  );
}
