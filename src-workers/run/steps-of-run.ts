import type { Experiment } from '../../src-shared/experiment/experiment';
import type { BatchLoading } from '../engine/batch-loading';
import type { StepBatch } from '../train/epoch-batches';
import { NutsTrainer } from '../train/nuts/nuts-trainer';
import { stepSizesOf } from '../train/step-sizes';
import { type StepOutcome, type StepWishes, Trainer, type TrainerSettings } from '../train/trainer';
import type { PreparedRun } from './prepared-run';

/** What takes a run's steps. */
export interface Steps {
  step(step: number, batch: StepBatch, wishes: StepWishes): Promise<StepOutcome>;
  /** Where batches can be brought to the device ahead of their steps. */
  readonly loading?: BatchLoading | undefined;
  /** Set where more is to be kept of it than the program's parameters and moments. */
  readonly trained?: NutsTrainer;
}

/** What of a run its steps depend on. */
export interface SteppedRun
  extends Pick<PreparedRun, 'plan' | 'compiled' | 'program' | 'layout' | 'pooling'> {
  readonly data: { readonly train: { readonly length: number } };
}

/** By the optimiser, or by whole trajectories of Hamiltonian chains. */
export function stepsOfRun(
  experiment: Experiment,
  { plan, compiled, program, layout, pooling, data }: SteppedRun,
  together: Pick<TrainerSettings, 'reducers' | 'reduction'>,
): Steps {
  const { inference } = experiment;
  if (inference.method === 'hmc') {
    const { reducers } = together;
    const trained = new NutsTrainer(compiled, { experiment, hmc: inference, plan, reducers, layout });
    return {
      trained,
      step: (step, batch, wishes) => {
        // What sees all items asks for them many times in a step.
        if ('loader' in batch) throw new Error('Trajectories take no batch that was loaded.');
        return trained.step(step, batch, wishes);
      },
    };
  }
  const stepSizes = stepSizesOf(experiment, plan, data.train.length);
  const parts = { noiseTensors: program.noiseTensors, layout, stepSizes };
  return new Trainer(compiled, { experiment, plan, ...together, pooling, ...parts });
}
