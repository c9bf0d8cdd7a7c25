import { BadInputError } from '../../../src-shared/errors';
import type { Experiment } from '../../../src-shared/experiment';
import type { Task } from '../../data/run-data';
import type { StepPlan } from '../../train/step-plan';
import { categorical } from './categorical';
import { gaussian } from './gaussian';
import type { Likelihood } from './likelihood';

/**
 * The likelihood that fits a task and an experiment.
 * @throws BadInputError where noise and method, or noise and the number of samples, do not go together.
 */
export function buildLikelihood({ inference }: Experiment, plan: StepPlan, task: Task): Likelihood {
  if (task.kind === 'classification') return categorical;
  const { noise, objective, reduction, method } = inference;
  if (noise.kind === 'learned' && method === 'deep-ensemble')
    throw new BadInputError(
      'inference.noise: the members of a deep ensemble share no parameter, so none can be learned for the noise; use fixed or samples.',
    );
  if (noise.kind !== 'samples') return gaussian(noise);
  if (objective !== 'pooled')
    throw new BadInputError('inference.noise: noise read off the samples needs inference.objective pooled.');
  const fewest = Math.min(...plan.passes.map(({ samples }) => samples));
  if (reduction === 'averaged' && fewest < 2)
    throw new BadInputError(
      'inference.reduction: averaged takes the spread of the samples of one device (or pass), which needs at least 2 of them; use exact, or more training.samples.',
    );
  // The objective reads its own density off the samples; what it asks of the likelihood is fit and prediction.
  return gaussian({ kind: 'fixed', std: 1 });
}
