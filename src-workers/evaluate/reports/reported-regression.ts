import { RegressionEvaluation, type RegressionSettings } from '../regression-evaluation';
import { likenessOfValues, SampleVariety } from '../scores/sample-variety';
import { ValueSamples } from '../value-samples';
import { ForecastScores, type JudgedValue } from './forecast-scores';
import { PredictionReporter, type RegressionTargets } from './prediction-report';
import { ReportedValues } from './reported-values';

/** Scores a regression and keeps what a person wants to look at afterwards: for the test split. */
export class ReportedRegression extends RegressionEvaluation {
  readonly reporter: PredictionReporter;
  /** Of each of several values. */
  readonly values: ReportedValues;
  /** Where items are windows of a series: of all values together, then of each of several. */
  readonly #forecasts: readonly ForecastScores[];
  readonly #variety: SampleVariety | undefined;
  readonly #values: number;

  constructor(settings: RegressionSettings, targets: RegressionTargets, items: number, samples: number) {
    super(settings);
    this.reporter = new PredictionReporter(items, samples, targets, settings.noise);
    this.values = new ReportedValues(items, samples, targets, settings.noise);
    this.#values = targets.targetShape.reduce((product, side) => product * side, 1);
    const isOfSeries = targets.targetShape.length === 2;
    const each = targets.targetNames.length > 1 ? targets.targetNames.length : 0;
    this.#forecasts = Array.from(
      { length: isOfSeries ? 1 + each : 0 },
      () => new ForecastScores(items, targets.targetShape[0]),
    );
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

  override judged(place: number, target: number, value: JudgedValue): void {
    super.judged(place, target, value);
    const [all, ...each] = this.#forecasts;
    if (!all) return;
    const item = Math.floor(place / this.#values);
    const ahead = Math.floor((place % this.#values) / this.settings.targetNames.length);
    for (const scores of [all, each[target]]) scores?.add(item, ahead, value);
  }

  /** By steps ahead and by origins. @param target the only one of several that is told of */
  forecastScores(
    originOf: ((item: number) => string) | undefined,
    target?: number,
  ): ReturnType<ForecastScores['report']> {
    const { targetStd } = this.settings;
    const unit = target === undefined && targetStd.length > 1 ? 1 : targetStd[target ?? 0];
    return this.#forecasts[target === undefined ? 0 : 1 + target]?.report(unit, originOf) ?? {};
  }

  override scores(): Readonly<Record<string, number>> {
    const scores = super.scores();
    if (!this.#variety || Object.keys(scores).length === 0) return scores;
    return { ...scores, differentSamples: this.#variety.value() };
  }
}
