import { RegressionEvaluation, type RegressionSettings } from '../regression-evaluation';
import { likenessOfValues, SampleVariety } from '../scores/sample-variety';
import { ValueSamples } from '../value-samples';
import { PredictionReporter, type RegressionTargets } from './prediction-report';
import { ReportedValues } from './reported-values';

/** Scores a regression and keeps what a person wants to look at afterwards: for the test split. */
export class ReportedRegression extends RegressionEvaluation {
  readonly reporter: PredictionReporter;
  /** Of each of several values. */
  readonly values: ReportedValues;
  readonly #variety: SampleVariety | undefined;
  readonly #values: number;

  constructor(settings: RegressionSettings, targets: RegressionTargets, items: number, samples: number) {
    super(settings);
    this.reporter = new PredictionReporter(items, samples, targets, settings.noise);
    this.values = new ReportedValues(items, samples, targets, settings.noise);
    this.#values = targets.targetShape.reduce((product, side) => product * side, 1);
    // Noise that is read off the samples says nothing of how alike they are.
    if (settings.noise.kind === 'samples') return;
    const predicted = new ValueSamples(samples, settings.noise, targets.targetMean.length);
    this.#variety = new SampleVariety(samples, 2 * this.#values, likenessOfValues(predicted, this.#values));
  }

  override add(samples: Float32Array, sampleCount: number, targets: Float32Array): void {
    super.add(samples, sampleCount, targets);
    this.reporter.add(samples, targets);
    this.values.add(samples, targets);
    this.#variety?.add(samples, targets.length / this.#values);
  }

  override scores(): Readonly<Record<string, number>> {
    const scores = super.scores();
    if (!this.#variety || Object.keys(scores).length === 0) return scores;
    return { ...scores, differentSamples: this.#variety.value() };
  }
}
