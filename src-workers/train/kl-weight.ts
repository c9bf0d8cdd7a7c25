import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts } from '../../src-shared/experiment/methods';

/**
 * What the divergence counts for at a step, in times of `heat`: it grows linearly over the warm-up, since at its whole
 * weight it empties units of a network that has learned nothing yet, and they seldom come back (Sønderby et al., arXiv
 * 1602.02282). At the end it is always whole.
 * @param step counts from 1
 */
export function klWeightAt(
  step: number,
  totalSteps: number,
  { method, klWarmup }: Pick<Experiment['inference'], 'method' | 'klWarmup'>,
): number {
  if (!methodFacts({ method }).uses.includes('klWarmup')) return 1;
  const warmupSteps = klWarmup * totalSteps;
  return step < warmupSteps ? step / warmupSteps : 1;
}
