import type { Experiment } from './experiment';
import { methodFacts } from './methods';

/** Weight samples that final scores and predictions are of: as many as are asked for where samples can be drawn anew. */
export function evaluationSamples({ inference, training, evaluation }: Experiment): number {
  const { hasMembers, isSingle } = methodFacts(inference);
  return hasMembers || isSingle ? training.samples : evaluation.samples;
}
