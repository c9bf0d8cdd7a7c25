import type { Task } from '../data/run-data';
import { ClassificationEvaluation } from './classification-evaluation';
import type { Evaluation } from './evaluation';
import { HeadsEvaluation } from './heads-evaluation';
import { RegressionEvaluation } from './regression-evaluation';
import { ReportedClassification } from './reports/reported-classification';
import { ReportedRegression } from './reports/reported-regression';
import { ReportedSegmentation } from './reports/reported-segmentation';
import { SegmentationEvaluation } from './segmentation-evaluation';
import type { TargetNoise } from './target-noise';

/** What the scores of a run depend on. */
export interface ScoredRun {
  readonly task: Task;
  /** Of a regression's targets; of several heads one for each, whatever they predict. */
  readonly noises: readonly TargetNoise[];
  /** Weight samples of a prediction. */
  readonly samples: number;
  /** Of each value of an item, where cells of a grid have areas. */
  readonly areas?: Float64Array | undefined;
}

/** The scores that fit a run's task; for the test split with what a person wants to look at afterwards. */
export function buildEvaluation(
  { task, noises, samples, areas }: ScoredRun,
  items: number,
  isReported: boolean,
): Evaluation {
  if (task.kind === 'heads')
    return new HeadsEvaluation(task, ({ head }, at) =>
      buildEvaluation({ task: head.task, noises: [noises[at]], samples }, items, isReported),
    );
  if (task.kind === 'classification') {
    const classes = task.classNames.length;
    const areOrdered = task.thresholds !== undefined;
    return isReported
      ? new ReportedClassification(items, classes, samples, areOrdered)
      : new ClassificationEvaluation(items, classes, areOrdered);
  }
  if (task.kind === 'segmentation') {
    const [height, width] = task.targetShape;
    const maps = { height, width, classes: task.classNames.length };
    return isReported ? new ReportedSegmentation(maps, samples) : new SegmentationEvaluation(maps, [samples]);
  }
  const [noise] = noises;
  const settings = { noise, targetNames: task.targetNames, targetStd: task.targetStd, areas };
  return isReported
    ? new ReportedRegression(settings, task, items, samples)
    : new RegressionEvaluation(settings);
}
