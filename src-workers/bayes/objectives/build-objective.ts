import type { Experiment } from '../../../src-shared/experiment/experiment';
import { sizeOf } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { noiseFacts } from '../../../src-shared/experiment/noise';
import type { Task } from '../../data/run-data';
import { poolsOverPasses, type StepPlan } from '../../parallel/step-plan';
import { elbo } from './elbo';
import type { Objective } from './objective';
import { pooledAveraged, pooledExact } from './pooled';
import { sampleMomentsAveraged, sampleMomentsExact } from './sample-moments';

/** The objective an experiment asks for. Where one pass holds all samples, its own pool is exact. */
export function buildObjective(experiment: Experiment, plan: StepPlan, task: Task): Objective {
  const { inference, training } = experiment;
  if (inference.objective === 'elbo') return elbo;
  const pools = poolsOverPasses(experiment, plan);
  if (task.kind === 'regression' && noiseFacts(inference.noise).isSpreadOfSamples)
    return pools ? sampleMomentsExact(training.samples, sizeOf(task.targetShape)) : sampleMomentsAveraged();
  return pools ? pooledExact(training.samples) : pooledAveraged;
}
