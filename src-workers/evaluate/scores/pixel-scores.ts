import type { ReliabilityBin } from '../../../src-shared/assessment/evaluation-report';
import type { ClassScore } from '../../../src-shared/assessment/segmentation-report';
import { binOf, reliabilityBins } from '../reports/evaluation-report';
import type { LogProbabilities } from './scores';

/** A pixel's prediction: logarithms of its classes' probabilities, [classes] from `at` on. */
export interface PixelPrediction {
  readonly logProbabilities: LogProbabilities;
  readonly at: number;
}

/** Sums over pixels, of each class those that are of it, that were named so, and both. */
export interface PixelSums {
  readonly pixels: number;
  readonly nll: number;
  readonly brier: number;
  readonly truths: Float64Array;
  readonly named: Float64Array;
  readonly hits: Float64Array;
}

/** Sums over pixels that scores come of, so that no pixel has to be kept. All that count, count alike. */
export class PixelScores {
  /** Of each class: pixels that are of it, that were named so, and both. */
  readonly #truths: Float64Array;
  readonly #named: Float64Array;
  readonly #hits: Float64Array;
  readonly #bins = new Bins();
  readonly #nearBoundary = new Bins();
  #pixels = 0;
  #nll = 0;
  #brier = 0;

  constructor(readonly classes: number) {
    this.#truths = new Float64Array(classes);
    this.#named = new Float64Array(classes);
    this.#hits = new Float64Array(classes);
  }

  get pixels(): number {
    return this.#pixels;
  }

  /**
   * @param label one of the classes; an ignored pixel is not to be added
   * @returns whether it was named right
   */
  add({ logProbabilities, at }: PixelPrediction, label: number, isNearBoundary: boolean): boolean {
    let [best, distance] = [0, 0];
    for (let one = 0; one < this.classes; one += 1) {
      const log = logProbabilities[at + one];
      if (log > logProbabilities[at + best] || Number.isNaN(logProbabilities[at + best])) best = one;
      distance += (Math.exp(log) - (one === label ? 1 : 0)) ** 2;
    }
    const confidence = Math.exp(logProbabilities[at + best]);
    // What is no number is never right: a diverged run shows as one.
    const isRight = best === label && !Number.isNaN(confidence);
    this.#pixels += 1;
    this.#nll -= logProbabilities[at + label];
    this.#brier += distance;
    this.#truths[label] += 1;
    this.#named[best] += 1;
    this.#hits[label] += isRight ? 1 : 0;
    this.#bins.add(confidence, isRight);
    if (isNearBoundary) this.#nearBoundary.add(confidence, isRight);
    return isRight;
  }

  /** Without those that calibration comes of. */
  sums(): PixelSums {
    return {
      pixels: this.#pixels,
      nll: this.#nll,
      brier: this.#brier,
      truths: this.#truths,
      named: this.#named,
      hits: this.#hits,
    };
  }

  /** Pixels of other sums, each counting so often. */
  addSums({ pixels, nll, brier, truths, named, hits }: PixelSums, times: number): void {
    this.#pixels += times * pixels;
    this.#nll += times * nll;
    this.#brier += times * brier;
    for (let label = 0; label < this.classes; label += 1) {
      this.#truths[label] += times * truths[label];
      this.#named[label] += times * named[label];
      this.#hits[label] += times * hits[label];
    }
  }

  /**
   * Means over the pixels; the intersection over union (Jaccard index) and Dice coefficient (F1) are means over the classes
   * that pixels are of or were named. `boundaryEce` is the calibration error of the pixels near boundaries.
   */
  scores(): Readonly<Record<string, number>> {
    return {
      ...this.means(),
      ...this.#bins.errors(),
      ...(this.#nearBoundary.pixels > 0 ? { boundaryEce: this.#nearBoundary.errors().ece } : {}),
    };
  }

  /** Those that sums are enough for. */
  means() {
    const classes = this.byClass().filter(({ iou }) => !Number.isNaN(iou));
    return {
      accuracy: sum(this.#hits) / this.#pixels,
      meanIoU: sum(classes.map(({ iou }) => iou)) / classes.length,
      dice: sum(classes.map(({ dice }) => dice)) / classes.length,
      nll: this.#nll / this.#pixels,
      brier: this.#brier / this.#pixels,
    };
  }

  /** NaN where no pixel is of a class or was named so. */
  byClass(): readonly Omit<ClassScore, 'name'>[] {
    return Array.from(this.#truths, (pixels, label) => {
      const [named, hits] = [this.#named[label], this.#hits[label]];
      return { pixels, iou: hits / (pixels + named - hits), dice: (2 * hits) / (pixels + named) };
    });
  }

  reliability(): ReliabilityBin[] {
    return this.#bins.reliability();
  }
}

/** Confidences in 15 bins of equal width, as `reliabilityOf` has them. */
class Bins {
  readonly #pixels = new Float64Array(reliabilityBins);
  readonly #confidence = new Float64Array(reliabilityBins);
  readonly #right = new Float64Array(reliabilityBins);

  get pixels(): number {
    return sum(this.#pixels);
  }

  add(confidence: number, isRight: boolean): void {
    const bin = binOf(confidence);
    this.#pixels[bin] += 1;
    this.#confidence[bin] += confidence;
    this.#right[bin] += isRight ? 1 : 0;
  }

  /** Expected and mean absolute calibration error (Naeini et al. 2015). */
  errors(): { readonly ece: number; readonly mace: number } {
    const gaps = this.#confidence.map((confidence, bin) => Math.abs(confidence - this.#right[bin]));
    const filled = this.#pixels.filter((pixels) => pixels > 0).length;
    return {
      ece: sum(gaps) / this.pixels,
      mace: sum(gaps.map((gap, bin) => gap / Math.max(1, this.#pixels[bin]))) / filled,
    };
  }

  reliability(): ReliabilityBin[] {
    return Array.from(this.#pixels, (pixels, bin) => ({
      low: bin / reliabilityBins,
      high: (bin + 1) / reliabilityBins,
      items: pixels,
      // A confidence that is no number has no mean: a diverged run's bin shows none.
      confidence: pixels === 0 || Number.isNaN(this.#confidence[bin]) ? null : this.#confidence[bin] / pixels,
      accuracy: pixels === 0 ? null : this.#right[bin] / pixels,
    }));
  }
}

function sum(values: ArrayLike<number>): number {
  let all = 0;
  for (let at = 0; at < values.length; at += 1) all += values[at];
  return all;
}
