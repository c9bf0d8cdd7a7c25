import { PredictionReporter, type RegressionTargets } from './prediction-report';
import { RegressionEvaluation, type RegressionSettings } from './regression-evaluation';

/** Scores a regression and keeps what a person wants to look at afterwards: for the test split. */
export class ReportedRegression extends RegressionEvaluation {
  readonly reporter: PredictionReporter;

  constructor(settings: RegressionSettings, targets: RegressionTargets, items: number, samples: number) {
    super(settings);
    this.reporter = new PredictionReporter(items, samples, targets, settings.noiseStd);
  }

  override add(samples: Float32Array, sampleCount: number, targets: Float32Array): void {
    super.add(samples, sampleCount, targets);
    this.reporter.add(samples, targets);
  }
}
