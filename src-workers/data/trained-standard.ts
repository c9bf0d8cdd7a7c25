import { type Noise, noiseFacts } from '../../src-shared/experiment/noise';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import type { Standardisation } from './standardisation';

/** How a posterior's inputs and targets were standardised: what its weights count in, whatever is measured today. */
export interface TrainedStandard {
  /** One for each input, or place of the last axis of the inputs. */
  readonly inputs: readonly Standardisation[];
  /** One for each target; none of classes. Of counts their unit as the mean, which is the rate where the network gives 0. */
  readonly targets: readonly Standardisation[];
}

/** That of a posterior. */
export function trainedStandard({
  task,
  normalisation,
  experiment,
}: Pick<PosteriorMetadata, 'task' | 'normalisation' | 'experiment'>): TrainedStandard {
  const inputs = pairs(normalisation.mean, normalisation.std);
  if (task.kind !== 'regression') return { inputs, targets: [] };
  const targets = isOfCounts(experiment.inference.noise)
    ? task.targetStd.map((unit) => ({ mean: unit, std: 1 }))
    : pairs(task.targetMean, task.targetStd);
  return { inputs, targets };
}

/** Whether values are counted in multiples of a unit. */
export function isOfCounts(noise: Noise): boolean {
  return noiseFacts(noise).countScale !== undefined;
}

function pairs(mean: readonly number[], std: readonly number[]): readonly Standardisation[] {
  return mean.map((own, at) => ({ mean: own, std: std[at] }));
}
