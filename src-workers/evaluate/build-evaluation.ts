import type { Experiment } from '../../src-shared/experiment';
import { valuesOf } from '../engine/parameter-layout';
import type { PreparedRun } from '../run/prepared-run';
import { ClassificationEvaluation } from './classification-evaluation';
import type { Evaluation } from './evaluation';
import { RegressionEvaluation } from './regression-evaluation';
import { ReportedClassification } from './reported-classification';
import { ReportedRegression } from './reported-regression';

/** The scores that fit a run's task; for the test split with what a person wants to look at afterwards. */
export function buildEvaluation(
  experiment: Experiment,
  run: PreparedRun,
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
    seed: experiment.seed,
    noiseStd: noiseStdOf(experiment, run),
    targetNames: task.targetNames,
    targetStd: task.targetStd,
  };
  return isReported
    ? new ReportedRegression(settings, task, items, experiment.training.samples)
    : new RegressionEvaluation(settings);
}

/** The targets' noise as it is now; a learned one is a parameter. */
function noiseStdOf({ inference: { noise } }: Experiment, run: PreparedRun): number {
  if (noise.kind === 'fixed') return noise.std;
  if (noise.kind === 'samples') return 0;
  const slot = run.layout.slots.find(({ name }) => name === 'likelihood.log_std');
  if (!slot) throw new Error('A learned noise has no parameter.');
  return Math.exp(valuesOf(slot, run.compiled.parameters())[0]);
}
