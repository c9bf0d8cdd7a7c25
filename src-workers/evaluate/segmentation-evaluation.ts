import type { NllAboveAll } from '../../src-shared/assessment/nll-above-all';
import { ignored } from '../data/run-data';
import type { Evaluation } from './evaluation';
import { LogMeanExp } from './scores/log-mean-exp';
import { nearBoundary } from './scores/near-boundary';
import { NllAboveAllSamples } from './scores/paired-differences';
import { PixelScores } from './scores/pixel-scores';
import { entropies } from './scores/scores';

/** What is predicted: maps of so many pixels in so many classes. */
export interface MapsOfClasses {
  readonly height: number;
  readonly width: number;
  readonly classes: number;
}

/** An item's class map as all samples together predict it. */
export interface PooledMap {
  /** Of the item among those that were taken in. */
  readonly item: number;
  /** [height, width], -1 where one is ignored */
  readonly labels: Int32Array;
  /** Logarithms of the means over the samples, [height, width, classes]; good until the next item. */
  readonly logProbabilities: Float32Array;
  /** In nats, [height, width]: of the pooled prediction, and the mean of single samples'. */
  readonly entropies: Float32Array;
  readonly meanEntropies: Float32Array;
}

/**
 * Scores of class maps over all pixels whose label is not ignored, pooled over the samples. Items are taken one by one: their
 * samples' probabilities are many numbers.
 */
export class SegmentationEvaluation implements Evaluation {
  /** By how many samples they pool, in rising order; the last are of all samples. */
  readonly #scores: readonly (readonly [samples: number, scores: PixelScores])[];
  readonly #aboveAll: NllAboveAllSamples;
  #entropy = 0;
  #aleatoric = 0;
  #done = 0;

  /**
   * @param counts numbers of samples that are scored, all of them last
   * @param look at each item once it is scored
   */
  constructor(
    readonly maps: MapsOfClasses,
    counts: readonly number[],
    readonly look?: (map: PooledMap) => void,
  ) {
    this.#scores = counts.map((count) => [count, new PixelScores(maps.classes)]);
    this.#aboveAll = new NllAboveAllSamples(counts);
  }

  /** Items taken in. */
  get items(): number {
    return this.#done;
  }

  /**
   * @param samples log probabilities of all S weight samples, [samples, items, height, width, classes]
   * @param targets labels of those items' pixels, [items, height, width]
   */
  add(samples: Float32Array, sampleCount: number, targets: Float32Array | Int32Array): void {
    const { height, width, classes } = this.maps;
    const pixels = height * width;
    const items = targets.length / pixels;
    for (let item = 0; item < items; item += 1) {
      const labels = Int32Array.from(targets.subarray(item * pixels, (item + 1) * pixels));
      const draws = Array.from({ length: sampleCount }, (_, sample) => {
        const from = (sample * items + item) * pixels * classes;
        return samples.subarray(from, from + pixels * classes);
      });
      const map = this.#pool(draws, labels);
      this.#take(map);
      this.look?.(map);
      this.#done += 1;
    }
  }

  scores(): Readonly<Record<string, number>> {
    const { pixels } = this.pooled;
    if (pixels === 0) return {};
    const [entropy, aleatoric] = [this.#entropy / pixels, this.#aleatoric / pixels];
    return { ...this.pooled.scores(), entropy, aleatoric, epistemic: Math.max(0, entropy - aleatoric) };
  }

  /** Scores by number of samples, in rising order. */
  get byCount(): readonly (readonly [samples: number, scores: PixelScores])[] {
    return this.#scores;
  }

  /** Whether fewer samples would do. */
  get aboveAll(): NllAboveAll {
    return this.#aboveAll.value();
  }

  /** Of all samples. */
  get pooled(): PixelScores {
    return this.#scores[this.#scores.length - 1][1];
  }

  #take({ labels, entropies: total, meanEntropies }: PooledMap): void {
    labels.forEach((label, pixel) => {
      if (label === ignored) return;
      this.#entropy += total[pixel];
      this.#aleatoric += meanEntropies[pixel];
    });
  }

  #pool(draws: readonly Float32Array[], labels: Int32Array): PooledMap {
    const { height, width, classes } = this.maps;
    const near = nearBoundary(labels, height, width);
    const means = new LogMeanExp(labels.length * classes);
    const logProbabilities = new Float32Array(means.size);
    const meanEntropies = new Float32Array(labels.length);
    const nlls = new Float64Array(this.#scores.length);
    let next = 0;
    draws.forEach((draw, sample) => {
      means.add(draw);
      entropies(draw, classes).forEach((entropy, pixel) => {
        meanEntropies[pixel] += entropy / draws.length;
      });
      if (this.#scores[next][0] !== sample + 1) return;
      means.writeTo(logProbabilities);
      const [, scores] = this.#scores[next];
      labels.forEach((label, pixel) => {
        if (label === ignored) return;
        scores.add({ logProbabilities, at: pixel * classes }, label, near[pixel] === 1);
        nlls[next] -= logProbabilities[pixel * classes + label];
      });
      next += 1;
    });
    this.#aboveAll.add(nlls, labels.filter((label) => label !== ignored).length);
    return {
      item: this.#done,
      labels,
      logProbabilities,
      entropies: entropies(logProbabilities, classes),
      meanEntropies,
    };
  }
}
