import { logGamma } from '../../bayes/priors/log-gamma';
import { CountSteps } from './count-steps';
import { poissonDeviance, rounding } from './counts';
import { incompleteBeta } from './incomplete-beta';
import type { ValueDistribution } from './value-distribution';

/** Beyond these many standard deviations of a mean, and of the tail's own lengths, less than 1e-12 lies. */
const [reach, tailReach] = [12, 28];
/** Of more counts than these not every one is added up. */
const mostSteps = 20_000;
/** Of what a distribution is wide, or a count is large, the distance between counts that are looked at then. */
const resolution = 1 / 48;

/** A negative binomial distribution: variance = mean + dispersion x mean². */
interface NegativeBinomial {
  readonly mean: number;
  readonly dispersion: number;
}

/** An equal mixture of negative binomial distributions around the samples' means. Values are standardised: multiples of `unit`. */
export class OverDispersedCounts implements ValueDistribution {
  readonly #unit: number;
  /** Of counts, not standardised. */
  readonly #parts: readonly NegativeBinomial[];
  #steps: CountSteps | undefined;

  /**
   * @param means standardised, one a sample
   * @param dispersions one a sample
   */
  constructor(means: Float64Array, dispersions: Float64Array, unit: number) {
    this.#unit = unit;
    this.#parts = Array.from(means, (mean, sample) => ({
      mean: mean * unit,
      dispersion: dispersions[sample],
    }));
  }

  below(value: number): number {
    return this.#mixed().upTo(Math.floor(value * this.#unit + rounding));
  }

  quantile(probability: number): number {
    return this.#mixed().quantile(probability) / this.#unit;
  }

  crps(truth: number): number {
    return this.#mixed().crps(Math.round(truth * this.#unit)) / this.#unit;
  }

  /** Randomised where the truth's own probability is (Czado, Gneiting and Held 2009). */
  transform(truth: number, chance: number): number {
    const count = Math.round(truth * this.#unit);
    const before = count > 0 ? this.#mixed().upTo(count - 1) : 0;
    return before + chance * (this.#mixed().upTo(count) - before);
  }

  holds(truth: number, probability: number, chance: number): boolean {
    return Math.abs(this.transform(truth, chance) - 0.5) <= probability / 2;
  }

  nll(truth: number): number {
    const count = Math.round(truth * this.#unit);
    const logs = this.#parts.map((part) => logProbability(part, count));
    const most = logs.reduce((a, b) => Math.max(a, b));
    const mean = logs.reduce((sum, log) => sum + Math.exp(log - most), 0) / logs.length;
    return -(most + Math.log(mean));
  }

  /** The Poisson deviance of the mean, as counts of Poisson have it, so that the two can be held against each other. */
  ownScores(truth: number): Readonly<Record<string, number>> {
    const mean = this.#parts.reduce((sum, part) => sum + part.mean, 0) / this.#parts.length;
    return { deviance: poissonDeviance(Math.round(truth * this.#unit), mean) };
  }

  #mixed(): CountSteps {
    this.#steps ??= mixedSteps(this.#parts);
    return this.#steps;
  }
}

function mixedSteps(parts: readonly NegativeBinomial[]): CountSteps {
  const first = parts.reduce((least, part) => Math.min(least, firstOf(part)), Infinity);
  const last = parts.reduce((most, part) => Math.max(most, lastOf(part)), 0);
  return last - first < mostSteps ? everyStep(parts, first, last) : someSteps(parts, first, last);
}

function everyStep(parts: readonly NegativeBinomial[], first: number, last: number): CountSteps {
  const below = new Float64Array(last - first + 1);
  for (const part of parts) {
    const n = 1 / part.dispersion;
    const share = part.mean / (n + part.mean);
    const [from, to] = [firstOf(part), lastOf(part)];
    let probability = Math.exp(logProbability(part, from)) / parts.length;
    for (let count = from; count <= to; count += 1) {
      below[count - first] += probability;
      probability *= (share * (count + n)) / (count + 1);
    }
  }
  for (let at = 1; at < below.length; at += 1) below[at] = Math.min(1, below[at] + below[at - 1]);
  return new CountSteps(
    below.map((_, at) => first + at),
    below,
  );
}

function someSteps(parts: readonly NegativeBinomial[], first: number, last: number): CountSteps {
  const widths = parts.map(stdOf);
  const counts: number[] = [];
  const step = (count: number) => {
    const near = parts.reduce(
      (least, { mean }, at) => Math.min(least, Math.max(widths[at], Math.abs(count - mean) / 2)),
      count - first,
    );
    return Math.max(1, Math.floor(near * resolution));
  };
  for (let count = first; count < last; count += step(count)) counts.push(count);
  counts.push(last);
  const below = counts.map((count) => parts.reduce((sum, part) => sum + upTo(part, count), 0) / parts.length);
  return new CountSteps(Float64Array.from(counts), Float64Array.from(below));
}

/** P(Y <= count). */
function upTo({ mean, dispersion }: NegativeBinomial, count: number): number {
  const n = 1 / dispersion;
  return incompleteBeta(n / (n + mean), n, count + 1);
}

function stdOf({ mean, dispersion }: NegativeBinomial): number {
  return Math.sqrt(mean + dispersion * mean ** 2);
}

function firstOf(part: NegativeBinomial): number {
  return Math.max(0, Math.floor(part.mean - reach * (stdOf(part) + 1)));
}

/** Far out each count is so much rarer than the one before: by the mean over mean and n. */
function lastOf(part: NegativeBinomial): number {
  const tail = 1 + part.mean * part.dispersion;
  return Math.ceil(part.mean + reach * (Math.sqrt(part.mean) + 1) + tailReach * tail);
}

function logProbability({ mean, dispersion }: NegativeBinomial, count: number): number {
  const n = 1 / dispersion;
  if (mean === 0) return count === 0 ? 0 : -Infinity;
  const chosen = logGamma(count + n) - logGamma(n) - logGamma(count + 1);
  return chosen - n * Math.log1p(mean * dispersion) + count * Math.log(mean / (n + mean));
}
