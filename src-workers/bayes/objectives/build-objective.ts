import type { Experiment } from '../../../src-shared/experiment';
import { poolsOverPasses, type StepPlan } from '../../train/step-plan';
import { elbo } from './elbo';
import type { Objective } from './objective';
import { pooledAveraged, pooledExact } from './pooled';

/** The objective an experiment asks for. Where one pass holds all samples, its own pool is exact. */
export function buildObjective(experiment: Experiment, plan: StepPlan): Objective {
  if (experiment.inference.objective === 'elbo') return elbo;
  return poolsOverPasses(experiment, plan) ? pooledExact(experiment.training.samples) : pooledAveraged;
}
