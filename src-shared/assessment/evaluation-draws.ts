import { evaluationSamples } from '../experiment/evaluation-samples';
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
  return samples === evaluationSamples(experiment)
    ? 'the networks of the run’s own scores'
    : `some of the networks of the run’s own scores, which are of ${evaluationSamples(experiment)}`;
}
