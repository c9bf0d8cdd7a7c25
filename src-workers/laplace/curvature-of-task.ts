import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { Noise } from '../../src-shared/experiment/noise';
import type { HeadTask, SeveralHeads, Task } from '../data/run-data';
import { curvatureOfCounts } from './curvature-of-counts';
import { curvatureOfHeads } from './curvature-of-heads';
import { curvatureOfClasses, curvatureOfValues, type OutputCurvature } from './output-curvature';

/** Of the noise around values, likelihood by likelihood: one for all of its targets, or one each. */
export type ToldStds = readonly (readonly number[])[];

/** Of one likelihood, or of each head. */
export function curvatureOfTask(task: Task, noise: Noise, stds: ToldStds = []): OutputCurvature {
  if (task.kind !== 'heads') return curvatureOfOne(task, noise, stds[0]);
  return curvatureOfHeads(
    task.heads.map((head: HeadTask, at) => ({
      curvature: curvatureOfOne(head.task, head.noise, stds[at]),
      weight: head.weight,
    })),
  );
}

/** Maps of classes are refused with the settings, and so are noises of other kinds. */
function curvatureOfOne(
  task: Exclude<Task, SeveralHeads>,
  noise: Noise,
  stds: readonly number[] = [1],
): OutputCurvature {
  if (task.kind === 'classification') return curvatureOfClasses(task.classNames.length);
  const outputs = sizeOf(task.targetShape);
  return task.kind === 'regression' && noise.kind === 'poisson'
    ? curvatureOfCounts(outputs, task.targetStd)
    : curvatureOfValues(outputs, stds);
}
