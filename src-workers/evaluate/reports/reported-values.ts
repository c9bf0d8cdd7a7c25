import { mostJudgedAlone } from '../../../src-shared/assessment/assessment';
import { columnsOfRows } from '../../models/columns-of-rows';
import { noiseOfTarget, type TargetNoise } from '../target-noise';
import { numbersOfValue } from '../value-samples';
import { PredictionReporter, type RegressionTargets } from './prediction-report';

/** What is predicted of each of several values, by itself and in its own unit. */
export class ReportedValues {
  readonly each: readonly { readonly name: string; readonly reporter: PredictionReporter }[];
  readonly #numbersOfValue: number;

  constructor(items: number, samples: number, targets: RegressionTargets, noise: TargetNoise) {
    const count = targets.targetNames.length;
    const names = count > 1 && count <= mostJudgedAlone ? targets.targetNames : [];
    this.#numbersOfValue = numbersOfValue(noise);
    this.each = names.map((name, at) => ({
      name,
      reporter: new PredictionReporter(
        items,
        samples,
        oneOf(targets, at),
        noiseOfTarget(noise, at),
        names.length,
      ),
    }));
  }

  /** @param predictions as of all values; their last axis runs over the targets, what more there is of each follows there */
  add(predictions: Float32Array, truths: Float32Array): void {
    const count = this.each.length;
    const width = count * this.#numbersOfValue;
    this.each.forEach(({ reporter }, at) => {
      const own = Array.from({ length: this.#numbersOfValue }, (_, place) => place * count + at);
      reporter.add(columnsOfRows(predictions, width, own), columnsOfRows(truths, count, [at]));
    });
  }
}

function oneOf(targets: RegressionTargets, at: number): RegressionTargets {
  return {
    ...targets,
    targetShape: [...targets.targetShape.slice(0, -1), 1],
    targetNames: [targets.targetNames[at]],
    targetMean: [targets.targetMean[at]],
    targetStd: [targets.targetStd[at]],
  };
}
