import { mixtureQuantile, normalBelow } from '../scores/gaussian-mixture';
import type { ValueDistribution } from './value-distribution';

/** In standardised units: quantiles that coincide would have no density. */
const leastSlope = 1e-3;

/**
 * A distribution with these quantiles: from one to the next, and beyond the outermost as between the two last, it is a piece of
 * a Gaussian, so that its quantile function is linear in that of N(0, 1). Quantiles of a Gaussian give that Gaussian.
 * Quantiles that cross are put in order (Chernozhukov, Fernández-Val and Galichon 2010).
 */
export class NormalPieces implements ValueDistribution {
  readonly #levels: readonly number[];
  /** Of N(0, 1), at the levels. */
  readonly #places: Float64Array;
  readonly #quantiles: Float64Array;
  readonly isCrossed: boolean;

  /**
   * @param levels rising, two at least
   * @param places `normalPlaces(levels)`
   * @param quantiles standardised, one a level
   */
  constructor(levels: readonly number[], places: Float64Array, quantiles: Float64Array) {
    this.#levels = levels;
    this.#places = places;
    this.#quantiles = quantiles.slice().sort();
    this.isCrossed = quantiles.some((value, at) => at > 0 && value < quantiles[at - 1]);
  }

  below(value: number): number {
    return normalBelow(this.#placeOf(value).z);
  }

  quantile(probability: number): number {
    const level = this.#levels.indexOf(probability);
    return level >= 0 ? this.#quantiles[level] : this.at(normalPlaces([probability])[0]);
  }

  /** The quantile where N(0, 1) has z. */
  at(z: number): number {
    const piece = this.#pieceWhere(this.#places, z);
    return this.#quantiles[piece] + this.#slopeOf(piece) * (z - this.#places[piece]);
  }

  /** Piece by piece in closed form. */
  crps(truth: number): number {
    const { z: here } = this.#placeOf(truth);
    const inner = this.#places.slice(1, -1);
    let sum = 0;
    [...inner, Infinity].forEach((end, piece) => {
      const start = piece === 0 ? -Infinity : inner[piece - 1];
      const middle = Math.min(Math.max(here, start), end);
      sum +=
        this.#slopeOf(piece) *
        (squaredBelow(middle) - squaredBelow(start) + squaredBelow(-middle) - squaredBelow(-end));
    });
    return sum;
  }

  transform(truth: number): number {
    return this.below(truth);
  }

  holds(truth: number, probability: number): boolean {
    return Math.abs(this.below(truth) - 0.5) <= probability / 2;
  }

  nll(truth: number, unit: number): number {
    const { z, slope } = this.#placeOf(truth);
    return 0.5 * (z ** 2 + Math.log(2 * Math.PI)) + Math.log(slope) + Math.log(unit);
  }

  /** The pinball loss (Koenker and Bassett 1978), the mean over the quantiles; and whether these came out of order. */
  ownScores(truth: number, unit: number): Readonly<Record<string, number>> {
    const losses = this.#levels.map((level, at) => {
      const distance = truth - this.#quantiles[at];
      return distance > 0 ? level * distance : (level - 1) * distance;
    });
    const pinball = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    return { pinball: pinball * unit, crossing: this.isCrossed ? 1 : 0 };
  }

  #placeOf(value: number): { readonly z: number; readonly slope: number } {
    const piece = this.#pieceWhere(this.#quantiles, value);
    const slope = this.#slopeOf(piece);
    return { z: this.#places[piece] + (value - this.#quantiles[piece]) / slope, slope };
  }

  /** The piece between two of these, which rise; the outer ones have no end. */
  #pieceWhere(ends: Float64Array, value: number): number {
    let piece = 0;
    while (piece < ends.length - 2 && value > ends[piece + 1]) piece += 1;
    return piece;
  }

  #slopeOf(piece: number): number {
    const rise = this.#quantiles[piece + 1] - this.#quantiles[piece];
    return Math.max(rise / (this.#places[piece + 1] - this.#places[piece]), leastSlope);
  }
}

/** Quantiles of N(0, 1). */
export function normalPlaces(levels: readonly number[]): Float64Array {
  const [zero, one] = [Float64Array.of(0), Float64Array.of(1)];
  return Float64Array.from(levels, (level) => mixtureQuantile(zero, one, level));
}

/** The integral of P(Z < z)² up to z. */
function squaredBelow(z: number): number {
  if (z === -Infinity) return 0;
  const below = normalBelow(z);
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  return z * below ** 2 + 2 * below * density - normalBelow(Math.SQRT2 * z) / Math.sqrt(Math.PI);
}
