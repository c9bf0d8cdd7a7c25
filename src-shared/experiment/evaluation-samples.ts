import type { Experiment } from './experiment';
import { methodFacts } from './methods';

/** Weight samples that final scores and predictions are of: as many as are asked for where samples can be drawn anew. */
export function evaluationSamples({ inference, training, evaluation }: Experiment): number {
  const { hasMembers, isSingle } = methodFacts(inference);
  return hasMembers || isSingle ? training.samples : evaluation.samples;
}

/** Weight samples that the scores of a run are of that goes on to its end: of each chain or Gaussian several draws may be kept. */
export function scoredSamples(experiment: Experiment): number {
  const { inference } = experiment;
  const draws = keepsDraws(experiment) && 'draws' in inference ? inference.draws : 1;
  return draws * evaluationSamples(experiment);
}

/** Whether a run that is stopped is scored by fewer samples than one that finishes. */
export function keepsDraws({ inference }: Experiment): boolean {
  return methodFacts(inference).keepsDraws ?? false;
}
