import { keepsDraws, scoredSamples } from '../experiment/evaluation-samples';
import type { Experiment } from '../experiment/experiment';
import { methodFacts } from '../experiment/methods';

/**
 * How the weight samples of an evaluation differ from those of the run's own scores, as a sentence goes on after their number.
 * @param samples of the evaluation
 */
export function evaluationDraws(experiment: Experiment, samples: number): string {
  const { hasMembers, isSingle } = methodFacts(experiment.inference);
  if (!hasMembers && !isSingle)
    return 'other draws than those of the run’s own scores, which differ a little';
  const scored = scoredSamples(experiment);
  if (samples === scored) return 'the networks of the run’s own scores';
  // One that was stopped kept fewer, and perhaps all of them were evaluated.
  return keepsDraws(experiment)
    ? `networks of the run’s own scores, which are of at most ${scored}`
    : `some of the networks of the run’s own scores, which are of ${scored}`;
}
