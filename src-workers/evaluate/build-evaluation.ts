import type { Experiment } from '../../src-shared/experiment/experiment';
import type { Task } from '../data/run-data';
import type { ParameterLayout } from '../engine/parameter-layout';
import type { CompiledProgram } from '../engine/program';
import { ClassificationEvaluation } from './classification-evaluation';
import type { Evaluation } from './evaluation';
import { noiseStdOf } from './noise-std';
import { RegressionEvaluation } from './regression-evaluation';
import { ReportedClassification } from './reported-classification';
import { ReportedRegression } from './reported-regression';

/** What of a run its scores depend on. */
export interface ScoredRun {
  readonly data: { readonly task: Task };
  readonly layout: ParameterLayout;
  /** Has the trained parameters. */
  readonly compiled: Pick<CompiledProgram, 'parameters'>;
}

/** The scores that fit a run's task; for the test split with what a person wants to look at afterwards. */
export function buildEvaluation(
  experiment: Experiment,
  run: ScoredRun,
  items: number,
  isReported: boolean,
): Evaluation {
  const { task } = run.data;
  if (task.kind === 'classification') {
    const classes = task.classNames.length;
    return isReported
      ? new ReportedClassification(items, classes, experiment.training.samples)
      : new ClassificationEvaluation(items, classes);
  }
  const settings = {
    noiseStd: noiseStdOf(experiment.inference, run.layout, run.compiled.parameters()),
    targetNames: task.targetNames,
    targetStd: task.targetStd,
  };
  return isReported
    ? new ReportedRegression(settings, task, items, experiment.training.samples)
    : new RegressionEvaluation(settings);
}
