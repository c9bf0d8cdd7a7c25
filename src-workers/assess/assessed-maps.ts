import type { AssessedMapScores, ShownDoubt } from '../../src-shared/assessment/assessment';
import type { Dependence } from '../data/dependence';
import { ignored } from '../data/run-data';
import { PixelDoubts } from '../evaluate/pixel-doubts';
import { bootstrapIntervals } from '../evaluate/scores/bootstrap';
import { clustersOf } from '../evaluate/scores/clusters';
import { PixelScores, type PixelSums } from '../evaluate/scores/pixel-scores';
import { coverageAtRisk, refusing, riskCoverage } from '../evaluate/scores/refusing';
import { leastOf, mutualInformation } from '../evaluate/scores/scores';
import {
  type MapsOfClasses,
  type PooledMap,
  SegmentationEvaluation,
} from '../evaluate/segmentation-evaluation';
import type { Assessed } from './assessed';
import { logSoftmax } from './log-softmax';

/** The risk that coverage is told at, and coverages that the curve of refusing has. */
const toleratedRisk = 0.05;
const coverages = 200;

/** Takes in logits of class maps chunk by chunk, scores their pixels, and says how doubtful each item is. */
export class AssessedMaps implements Assessed {
  readonly #evaluation: SegmentationEvaluation;
  readonly #pixelDoubts = new PixelDoubts();
  readonly #sums: PixelSums[] = [];
  readonly #doubts: Readonly<
    Record<'entropy' | 'mutual-information' | 'max-probability' | 'expected-entropy', Float32Array>
  >;

  constructor(
    items: number,
    readonly maps: MapsOfClasses,
    /** Weight samples behind each prediction. */
    readonly samples: number,
  ) {
    const ofItems = () => new Float32Array(items);
    this.#doubts = {
      entropy: ofItems(),
      'mutual-information': ofItems(),
      'max-probability': ofItems(),
      'expected-entropy': ofItems(),
    };
    this.#evaluation = new SegmentationEvaluation(maps, [samples], (map) => this.#look(map));
  }

  /**
   * @param logits of all samples, [samples, items, height, width, classes]; they become log probabilities
   * @param labels of those items, [items, height, width]; any where they have none
   */
  add(logits: Float32Array, labels: Int32Array | Float32Array): void {
    logSoftmax(logits, this.maps.classes);
    this.#evaluation.add(logits, this.samples, labels);
  }

  /**
   * Means over the pixels that count. Intervals draw whole items, since pixels of one are alike.
   * @param seed of the run: of the intervals
   * @param dependence of the items on each other
   * @returns undefined where no pixel counts
   */
  scores(seed: number, dependence?: Dependence): AssessedMapScores | undefined {
    const { pooled } = this.#evaluation;
    const sums = this.#sums;
    if (pooled.pixels === 0) return undefined;
    const { accuracy, meanIoU, dice, nll, brier, ece, boundaryEce } = pooled.scores();
    const byDoubt = this.#pixelDoubts.byDoubt();
    const losses = sums.map((one) => (one.pixels === 0 ? 0 : one.nll / one.pixels));
    const clusters = clustersOf(dependence, [losses]);
    return {
      pixels: pooled.pixels,
      scores: { accuracy, meanIoU, dice, nll, brier, ece, boundaryEce: boundaryEce ?? Number.NaN },
      refusing: {
        ...refusing(byDoubt, byDoubt.counts),
        coverageAt5: coverageAtRisk(byDoubt, toleratedRisk, byDoubt.counts),
      },
      curve: riskCoverage(byDoubt, coverages, byDoubt.counts),
      intervals: bootstrapIntervals(
        sums.length,
        seed,
        (counts) => {
          const drawn = new PixelScores(this.maps.classes);
          sums.forEach((one, item) => {
            if (counts[item] > 0) drawn.addSums(one, counts[item]);
          });
          return drawn.means();
        },
        clusters,
      ),
      ...(clusters ? { drawn: clusters.drawn } : {}),
    };
  }

  /** Scores that come of sums alone. */
  means(): ReturnType<PixelScores['means']> {
    return this.#evaluation.pooled.means();
  }

  /** By measure, [items]: means over an item's pixels that count, in nats (all of them where none does). */
  doubts(): Readonly<Partial<Record<ShownDoubt, Float32Array>>> {
    return this.#doubts;
  }

  #look(map: PooledMap): void {
    const { item, labels, entropies, meanEntropies, logProbabilities } = map;
    const { classes } = this.maps;
    const scores = new PixelScores(classes);
    const leasts = Float32Array.from(labels, (_, pixel) =>
      leastOf(logProbabilities.subarray(pixel * classes, (pixel + 1) * classes)),
    );
    labels.forEach((label, pixel) => {
      if (label === ignored) return;
      const isRight = scores.add({ logProbabilities, at: pixel * classes }, label, false);
      this.#pixelDoubts.add(leasts[pixel], isRight);
    });
    this.#sums.push(scores.sums());
    const counts = scores.pixels > 0 ? (pixel: number) => labels[pixel] !== ignored : () => true;
    const mean = (of: Float32Array) => meanWhere(of, counts);
    this.#doubts.entropy[item] = mean(entropies);
    this.#doubts['mutual-information'][item] = mean(mutualInformation(entropies, meanEntropies));
    this.#doubts['max-probability'][item] = mean(leasts);
    this.#doubts['expected-entropy'][item] = mean(meanEntropies);
  }
}

function meanWhere(values: Float32Array, counts: (place: number) => boolean): number {
  let [sum, all] = [0, 0];
  values.forEach((value, place) => {
    if (!counts(place)) return;
    sum += value;
    all += 1;
  });
  return sum / all;
}
