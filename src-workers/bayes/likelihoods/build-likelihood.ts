import type { Experiment } from '../../../src-shared/experiment/experiment';
import type { Task } from '../../data/run-data';
import { categorical } from './categorical';
import { gaussian } from './gaussian';
import { heteroscedastic } from './heteroscedastic';
import type { Likelihood } from './likelihood';

/** The likelihood that fits a task and an experiment. */
export function buildLikelihood({ inference: { noise } }: Experiment, task: Task): Likelihood {
  if (task.kind === 'classification') return categorical;
  if (noise.kind === 'predicted') return heteroscedastic(noise.std);
  // With noise read off the samples the objective has its own density; what it asks of the likelihood is fit and prediction.
  return gaussian(noise.kind === 'samples' ? { kind: 'fixed', std: 1 } : noise);
}
