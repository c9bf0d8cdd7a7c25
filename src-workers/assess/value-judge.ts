import type { AssessedValueScores } from '../../src-shared/assessment/assessment';
import { type Dependence, dependenceAmong } from '../data/dependence';
import { bootstrapIntervals } from '../evaluate/scores/bootstrap';
import { Climatology } from '../evaluate/scores/climatology';
import { clustersOf } from '../evaluate/scores/clusters';
import { type IntervalScores, intervalScores } from '../evaluate/scores/interval-scores';
import { type MultivariateScores, multivariateScores } from '../evaluate/scores/multivariate-scores';
import { chanceAt } from '../evaluate/scores/probability-integral-transform';
import { byDoubt, refusing } from '../evaluate/scores/refusing';
import type { ValueSamples } from '../evaluate/value-samples';
import { seedPair } from '../random/noise-seeds';
import { fillStatelessNormal } from '../random/stateless-noise';
import { type CheckedValues, mostChecked } from './checked-values';

/** Values whose quantiles are asked for at most, and items whose values are scored together, at equal distances through the split. */
const mostQuantiles = 20_000;
const mostTogether = 500;
/** Values of such an item at most, at equal distances. */
const mostValuesTogether = 128;

export interface JudgedTargets {
  /** Known values of each target in the training items, standardised. */
  readonly trained: readonly Float32Array[];
  /** What a standardised value of each target is multiplied with. */
  readonly units: readonly number[];
  /** Values of one item. */
  readonly values: number;
}

/** Means over an item's known values. */
interface ScoredLosses {
  readonly squares: number;
  readonly distances: number;
  readonly nll: number;
  readonly crps: number;
  readonly climatology: number;
  /** Of predicting by what came last, and that of the network for the same values; both 0 where nothing is known of it. */
  readonly persistence: number;
  readonly besidePersistence: number;
  readonly variance: number;
}

interface ScoredItem extends ScoredLosses {
  /** Among all items, those without a known value too. */
  readonly place: number;
}

/** Judges the predictive distributions of test values, of items in their order. */
export class ValueJudge {
  readonly #items: ScoredItem[] = [];
  readonly #transforms: number[] = [];
  readonly #intervals: IntervalScores[] = [];
  readonly #together: MultivariateScores[] = [];
  readonly #climatologies: readonly Climatology[];
  #place = 0;

  /** @param seed of the run: of the noise of draws, and of intervals */
  constructor(
    readonly items: number,
    readonly targets: JudgedTargets,
    readonly predicted: ValueSamples,
    readonly seed: number,
    readonly checked: CheckedValues,
  ) {
    this.#climatologies = targets.trained.map((values) => new Climatology(values));
  }

  /**
   * @param truths of the next items, [items, values]; NaN where a value is not known
   * @param persisted what came last before them, where they follow each other in time
   */
  add(predictions: Float32Array, truths: Float32Array, persisted?: Float32Array): void {
    const { values } = this.targets;
    for (let first = 0; first < truths.length; first += values) {
      this.#addItem(predictions, truths, first, persisted);
      if (values > 1 && this.#place % Math.ceil(this.items / mostTogether) === 0)
        this.#addTogether(predictions, truths, first);
      this.#place += 1;
    }
  }

  /** @param dependence of the items on each other */
  scores(dependence?: Dependence): AssessedValueScores | undefined {
    const items = this.#items;
    if (items.length === 0) return undefined;
    const clusters = clustersOf(
      dependenceAmong(
        dependence,
        items.map(({ place }) => place),
      ),
      (['squares', 'nll', 'crps'] as const).map((loss) => items.map((item) => item[loss])),
    );
    const all = scoresOf(items, new Uint32Array(items.length).fill(1));
    const hasPersistence = items.some((item) => item.persistence > 0);
    const { persistence, ...intervals } = bootstrapIntervals(
      items.length,
      this.seed,
      (counts) => scoresOf(items, counts),
      clusters,
    );
    const together = this.#together;
    const doubtful = byDoubt(
      Float32Array.from(items, ({ variance }) => variance),
      items.map(({ squares }) => squares),
    );
    return {
      scores: { rmse: all.rmse, mae: all.mae, nll: all.nll, crps: all.crps },
      calibration: calibrationOf(this.#transforms),
      sharpness: {
        std: Math.sqrt(mean(items, ({ variance }) => variance)),
        width50: mean(this.#intervals, ({ width50 }) => width50),
        width90: mean(this.#intervals, ({ width90 }) => width90),
      },
      quantiles: {
        interval50: mean(this.#intervals, ({ score50 }) => score50),
        interval90: mean(this.#intervals, ({ score90 }) => score90),
        pinball: mean(this.#intervals, ({ pinball }) => pinball),
      },
      ...(together.length > 0
        ? {
            together: {
              energy: mean(together, ({ energy }) => energy),
              variogram: mean(together, ({ variogram }) => variogram),
            },
          }
        : {}),
      checks: this.checked.checks(),
      skill: { climatology: all.skill, ...(hasPersistence ? { persistence: all.persistence } : {}) },
      refusing: refusing(doubtful),
      intervals: hasPersistence ? { ...intervals, persistence } : intervals,
      ...(clusters ? { drawn: clusters.drawn } : {}),
    };
  }

  #addItem(predictions: Float32Array, truths: Float32Array, first: number, persisted?: Float32Array): void {
    const { values, units } = this.targets;
    const scored: ScoredLosses[] = [];
    for (let at = first; at < first + values; at += 1) {
      if (Number.isNaN(truths[at])) continue;
      const target = at % units.length;
      const taken = this.predicted.take(predictions, at);
      scored.push(this.#scored(taken, truths[at], target, persisted?.[at]));
      const chance = chanceAt(this.#transforms.length);
      this.#transforms.push(taken.distribution().transform(truths[at], chance));
      const place = this.#place * values + at - first;
      if (place % Math.ceil((this.items * values) / mostChecked) === 0)
        this.checked.add(taken, truths[at], target);
      if (place % Math.ceil((this.items * values) / mostQuantiles) === 0)
        this.#intervals.push(scaled(intervalScores(taken.distribution(), truths[at]), units[target]));
    }
    if (scored.length === 0) return;
    const over = (key: keyof ScoredLosses) => mean(scored, (one) => one[key]);
    this.#items.push({
      place: this.#place,
      squares: over('squares'),
      distances: over('distances'),
      nll: over('nll'),
      crps: over('crps'),
      persistence: over('persistence'),
      besidePersistence: over('besidePersistence'),
      climatology: over('climatology'),
      variance: over('variance'),
    });
  }

  #scored(taken: ValueSamples, truth: number, target: number, last = Number.NaN): ScoredLosses {
    const unit = this.targets.units[target];
    const moments = taken.moments();
    const variance = moments.weightVariance + moments.noiseVariance;
    const error = truth - moments.mean;
    const crps = taken.distribution().crps(truth) * unit;
    // Of a single value the CRPS is its distance.
    const persistence = Math.abs(truth - last) * unit;
    return {
      persistence: Number.isNaN(persistence) ? 0 : persistence,
      besidePersistence: Number.isNaN(persistence) ? 0 : crps,
      squares: (error * unit) ** 2,
      distances: Math.abs(error * unit),
      nll: taken.distribution().nll(truth, unit),
      crps,
      climatology: this.#climatologies[target].crps(truth) * unit,
      variance: variance * unit ** 2,
    };
  }

  /** Draws each sample's values with their noise, so that what is predicted of all values together is scored. */
  #addTogether(predictions: Float32Array, truths: Float32Array, first: number): void {
    const { values, units } = this.targets;
    const stride = Math.ceil(values / mostValuesTogether);
    const places = Array.from({ length: Math.ceil(values / stride) }, (_, place) => first + place * stride);
    const known = places.filter((at) => !Number.isNaN(truths[at]));
    if (known.length < 2) return;
    const { samples } = this.predicted;
    const normals = new Float32Array(samples * known.length);
    fillStatelessNormal(...seedPair(this.seed, 'targetNoise', 1, 0, this.#place), normals);
    const draws = Array.from({ length: samples }, () => new Float64Array(known.length));
    known.forEach((at, value) => {
      const taken = this.predicted.take(predictions, at);
      const unit = units[at % units.length];
      draws.forEach((draw, sample) => {
        draw[value] = unit * taken.drawn(sample, normals[sample * known.length + value]);
      });
    });
    const truth = Float64Array.from(known, (at) => truths[at] * units[at % units.length]);
    this.#together.push(multivariateScores(draws, truth));
  }
}

/** @param counts how often each item counts */
function scoresOf(items: readonly ScoredItem[], counts: Uint32Array) {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const weighted = (key: keyof ScoredLosses) =>
    items.reduce((sum, item, place) => sum + counts[place] * item[key], 0) / all;
  return {
    rmse: Math.sqrt(weighted('squares')),
    mae: weighted('distances'),
    nll: weighted('nll'),
    crps: weighted('crps'),
    skill: 1 - weighted('crps') / weighted('climatology'),
    // No number where nothing is known of what came last.
    persistence: 1 - weighted('besidePersistence') / weighted('persistence'),
  };
}

/** Of quantiles from 5 to 95 %: shares of values below them, against what they promise. */
const quantileLevels = Array.from({ length: 19 }, (_, place) => (place + 1) / 20);

function calibrationOf(transforms: readonly number[]): AssessedValueScores['calibration'] {
  const sorted = Float64Array.from(transforms).sort();
  const share = (test: (transform: number) => boolean) => sorted.filter(test).length / sorted.length;
  const gaps = quantileLevels.map((level) => share((transform) => transform <= level) - level);
  return {
    coverage50: share((transform) => Math.abs(transform - 0.5) <= 0.25),
    coverage90: share((transform) => Math.abs(transform - 0.5) <= 0.45),
    quantileError: Math.sqrt(mean(gaps, (gap) => gap ** 2)),
  };
}

function scaled(scores: IntervalScores, unit: number): IntervalScores {
  const { width50, width90, score50, score90, pinball } = scores;
  return {
    width50: width50 * unit,
    width90: width90 * unit,
    score50: score50 * unit,
    score90: score90 * unit,
    pinball: pinball * unit,
  };
}

function mean<T>(all: readonly T[], numberOf: (one: T, place: number) => number): number {
  return all.reduce((sum, one, place) => sum + numberOf(one, place), 0) / all.length;
}
