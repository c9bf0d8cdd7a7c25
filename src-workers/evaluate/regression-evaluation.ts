import { AreaScores } from './area-scores';
import type { Evaluation } from './evaluation';
import type { JudgedValue } from './reports/forecast-scores';
import { chanceAt } from './scores/probability-integral-transform';
import type { TargetNoise } from './target-noise';
import { ValueSamples } from './value-samples';

export interface RegressionSettings {
  readonly noise: TargetNoise;
  /** What the targets' last axis runs over. */
  readonly targetNames: readonly string[];
  /** One for each target name: back to its own unit. */
  readonly targetStd: readonly number[];
  /** Of each value of an item what it counts in scores by area; missing where items have no areas. */
  readonly areas?: Float64Array | undefined;
}

/** Sums over target values that are known. */
interface Sums {
  squares: number;
  distances: number;
  nll: number;
  crps: number;
  covered50: number;
  covered90: number;
  count: number;
  /** Those that this kind of distribution alone has, by their names. */
  readonly own: Map<string, number>;
}

/**
 * Scores of pooled regression samples: RMSE and MAE of their mean; NLL, CRPS and coverage of central intervals of what they
 * predict together (`distributions/`), and scores that distributions of its kind alone have. One target's are in its own unit. Several targets have units that
 * do not add up: their common scores are in standard deviations of each, and RMSE and CRPS of each follow in its own
 * unit (`rmse.NAME`). The NLL is per target value, in nats.
 */
export class RegressionEvaluation implements Evaluation {
  readonly #sums: readonly Sums[];
  /** What a standardised value is multiplied by: the unit, or nothing where several targets share a score. */
  readonly #units: readonly number[];
  readonly #byArea: AreaScores | undefined;
  #values = 0;

  constructor(readonly settings: RegressionSettings) {
    const { targetNames, targetStd, areas } = settings;
    this.#byArea = areas && new AreaScores(settings, areas);
    this.#sums = targetNames.map(() => ({
      squares: 0,
      distances: 0,
      nll: 0,
      crps: 0,
      covered50: 0,
      covered90: 0,
      count: 0,
      own: new Map<string, number>(),
    }));
    this.#units = targetNames.length === 1 ? targetStd : targetStd.map(() => 1);
  }

  add(samples: Float32Array, sampleCount: number, targets: Float32Array | Int32Array): void {
    const predicted = new ValueSamples(sampleCount, this.settings.noise, this.#sums.length);
    for (let at = 0; at < targets.length; at += 1)
      if (!Number.isNaN(targets[at])) {
        const target = at % this.#sums.length;
        this.judged(
          this.#values + at,
          target,
          this.#addValue(predicted.take(samples, at), targets[at], target),
        );
      }
    this.#values += targets.length;
  }

  /**
   * Hears of each value that is scored.
   * @param place among all values of the split
   */
  judged(place: number, target: number, value: JudgedValue): void {
    this.#byArea?.add(place, target, value);
  }

  scores(): Readonly<Record<string, number>> {
    const total = (part: Exclude<keyof Sums, 'own'>): number =>
      this.#sums.reduce((sum, target) => sum + target[part], 0);
    if (total('count') === 0) return {};
    const mean = (part: Exclude<keyof Sums, 'own'>): number => total(part) / total('count');
    return {
      rmse: Math.sqrt(mean('squares')),
      mae: mean('distances'),
      nll: mean('nll'),
      crps: mean('crps'),
      coverage50: mean('covered50'),
      coverage90: mean('covered90'),
      ...this.#ownScores(total('count')),
      ...this.#scoresByTarget(),
      ...this.#byArea?.scores(),
    };
  }

  #ownScores(count: number): Record<string, number> {
    const scores: Record<string, number> = {};
    for (const { own } of this.#sums)
      for (const [name, sum] of own) scores[name] = (scores[name] ?? 0) + sum / count;
    return scores;
  }

  #scoresByTarget(): Record<string, number> {
    const { targetNames, targetStd } = this.settings;
    if (targetNames.length === 1) return {};
    return Object.fromEntries(
      targetNames.flatMap((name, target) => {
        const { squares, crps, count } = this.#sums[target];
        if (count === 0) return [];
        return [
          [`rmse.${name}`, Math.sqrt(squares / count) * targetStd[target]],
          [`crps.${name}`, (crps / count) * targetStd[target]],
        ];
      }),
    );
  }

  #addValue(predicted: ValueSamples, truth: number, target: number): JudgedValue {
    const distribution = predicted.distribution();
    const sums = this.#sums[target];
    const unit = this.#units[target];
    const error = truth - predicted.moments().mean;
    const chance = chanceAt(sums.count);
    const value = {
      square: error ** 2,
      crps: distribution.crps(truth),
      in50: distribution.holds(truth, 0.5, chance) ? 1 : 0,
      in90: distribution.holds(truth, 0.9, chance) ? 1 : 0,
    };
    sums.squares += value.square * unit ** 2;
    sums.distances += Math.abs(error * unit);
    sums.nll += distribution.nll(truth, unit);
    sums.crps += value.crps * unit;
    sums.covered50 += value.in50;
    sums.covered90 += value.in90;
    for (const [name, score] of Object.entries(distribution.ownScores?.(truth, unit) ?? {}))
      sums.own.set(name, (sums.own.get(name) ?? 0) + score);
    sums.count += 1;
    return value;
  }
}
