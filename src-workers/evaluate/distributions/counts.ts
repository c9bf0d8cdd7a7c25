import { logGamma } from '../../bayes/priors/log-gamma';
import { Gaussians } from './gaussians';
import type { ValueDistribution } from './value-distribution';

/** Standard deviations beyond a rate, and counts more, where less than 1e-20 lies. */
const reach = 12;
/** From here on a Poisson distribution is a Gaussian but for a third of a percent, and its steps would be too many to add up. */
const mostRate = 1e5;
/** Truths come in single precision: what is so near a whole number is it. */
export const rounding = 0.01;

/** An equal mixture of Poisson distributions around the samples' rates. Values are standardised: multiples of `unit`. */
export class Counts implements ValueDistribution {
  readonly #unit: number;
  /** Of counts, not standardised. */
  readonly #rates: Float64Array;
  readonly #large: Gaussians | undefined;
  #steps: Steps | undefined;

  /** @param means standardised rates, one a sample */
  constructor(means: Float64Array, unit: number) {
    this.#unit = unit;
    this.#rates = means.map((mean) => mean * unit);
    if (this.#rates.some((rate) => !(rate <= mostRate)))
      this.#large = new Gaussians(
        means,
        means.map((mean) => Math.sqrt(mean / unit)),
      );
  }

  below(value: number): number {
    return this.#large?.below(value) ?? this.#below(Math.floor(value * this.#unit + rounding));
  }

  /** The least count with so much probability up to it. */
  quantile(probability: number): number {
    if (this.#large) return this.#large.quantile(probability);
    const { first, below } = this.#mixed();
    const place = below.findIndex((share) => share >= probability);
    return (first + (place < 0 ? below.length - 1 : place)) / this.#unit;
  }

  /** The sum over counts of (F(k) - [truth <= k])² (Wei and Held 2014). */
  crps(truth: number): number {
    if (this.#large) return this.#large.crps(truth);
    const count = Math.round(truth * this.#unit);
    const { first, below } = this.#mixed();
    const last = first + below.length - 1;
    const sum = below.reduce((all, share, at) => all + (share - (first + at >= count ? 1 : 0)) ** 2, 0);
    return (sum + Math.max(first - count, 0) + Math.max(count - last - 1, 0)) / this.#unit;
  }

  /** Randomised where the truth's own probability is (Czado, Gneiting and Held 2009). */
  transform(truth: number, chance: number): number {
    if (this.#large) return this.#large.below(truth);
    const count = Math.round(truth * this.#unit);
    const before = this.#below(count - 1);
    return before + chance * (this.#below(count) - before);
  }

  /** By the transform: the counts of an interval hold more than they promise. */
  holds(truth: number, probability: number, chance: number): boolean {
    return Math.abs(this.transform(truth, chance) - 0.5) <= probability / 2;
  }

  nll(truth: number): number {
    const count = Math.round(truth * this.#unit);
    const logs = this.#rates.map((rate) => logProbability(rate, count));
    const most = logs.reduce((a, b) => Math.max(a, b));
    if (most === -Infinity) return Infinity;
    const mean = logs.reduce((sum, log) => sum + Math.exp(log - most), 0) / logs.length;
    return -(most + Math.log(mean));
  }

  /** The deviance of the mean rate. */
  ownScores(truth: number): Readonly<Record<string, number>> {
    const count = Math.round(truth * this.#unit);
    const mean = this.#rates.reduce((sum, rate) => sum + rate, 0) / this.#rates.length;
    return { deviance: poissonDeviance(count, mean) };
  }

  /** P(Y <= count). */
  #below(count: number): number {
    const { first, below } = this.#mixed();
    if (count < first) return 0;
    return below[Math.min(count - first, below.length - 1)];
  }

  #mixed(): Steps {
    this.#steps ??= mixedSteps(this.#rates);
    return this.#steps;
  }
}

/** 2 (y log(y / m) - y + m). */
export function poissonDeviance(count: number, mean: number): number {
  const surprise = count === 0 ? 0 : count * Math.log(count / mean);
  return 2 * (surprise - count + mean);
}

/** Probabilities of all counts up to each from `first` on; before there is nothing, behind the last nothing more. */
interface Steps {
  readonly first: number;
  readonly below: Float64Array;
}

function mixedSteps(rates: Float64Array): Steps {
  const [firstOf, lastOf] = [-1, 1].map(
    (side) => (rate: number) => Math.max(0, Math.round(rate + side * reach * (Math.sqrt(rate) + 1))),
  );
  const first = firstOf(rates.reduce((least, rate) => Math.min(least, rate)));
  const last = lastOf(rates.reduce((most, rate) => Math.max(most, rate)));
  const below = new Float64Array(last - first + 1);
  for (const rate of rates) {
    let probability = Math.exp(logProbability(rate, firstOf(rate))) / rates.length;
    for (let count = firstOf(rate); count <= lastOf(rate); count += 1) {
      below[count - first] += probability;
      probability *= rate / (count + 1);
    }
  }
  for (let at = 1; at < below.length; at += 1) below[at] = Math.min(1, below[at] + below[at - 1]);
  return { first, below };
}

/** Of a Poisson distribution. */
function logProbability(rate: number, count: number): number {
  if (rate === 0) return count === 0 ? 0 : -Infinity;
  return count * Math.log(rate) - rate - logGamma(count + 1);
}
