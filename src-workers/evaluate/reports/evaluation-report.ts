import type {
  EvaluatedItem,
  EvaluationReport,
  ItemDoubt,
  ListedItem,
  ReliabilityBin,
  SampleScore,
} from '../../../src-shared/assessment/evaluation-report';
import type { NllAboveAll } from '../../../src-shared/assessment/nll-above-all';
import type { Picture } from '../../data/run-data';
import { LogMeanExp } from '../scores/log-mean-exp';
import { NllAboveAllSamples } from '../scores/paired-differences';
import { byDoubt, riskCoverage } from '../scores/refusing';
import { sampleCounts } from '../scores/sample-counts';
import {
  entropies,
  type LogProbabilities,
  mostLikely,
  probabilitiesOf,
  scorePredictions,
} from '../scores/scores';
import { doubtBins, mostDoubts } from './doubt-bins';
import { confusionOf, listedPlaces, withPictures } from './listed-items';
import { ShownItems } from './shown-items';

export const reliabilityBins = 15;
/** Coverages that a report tells the risk of. */
const coverages = 200;

/**
 * Takes in a classification's predictions sample by sample, a chunk of items at a time, and reports how scores grow with
 * the number of samples, how reliable the confidence is, and which items are the least sure, most disputed and most wrong.
 */
export class EvaluationReporter {
  /** Numbers of samples that are scored: 1, 2, 4, ... and all. */
  readonly #counts: readonly number[];
  /** Logarithms of the mean probabilities over the first `counts[index]` samples, [items, classes]. */
  readonly #pooled: readonly Float32Array[];
  readonly #labels: Int32Array;
  /** In nats, [items]: of single samples, the mean over them, and the mutual information. */
  readonly #aleatoric: Float32Array;
  readonly #epistemic: Float32Array;
  readonly #shown: ShownItems;
  #done = 0;

  /** @param keptItems of each kind: least sure, most disputed, most wrong */
  constructor(
    readonly items: number,
    readonly classes: number,
    readonly samples: number,
    keptItems: number,
  ) {
    this.#counts = sampleCounts(samples);
    this.#pooled = this.#counts.map(() => new Float32Array(items * classes));
    this.#labels = new Int32Array(items);
    this.#aleatoric = new Float32Array(items);
    this.#epistemic = new Float32Array(items);
    this.#shown = new ShownItems(keptItems);
  }

  /**
   * @param predictions log probabilities of all samples for the next items, [samples, chunk's items, classes]
   * @param labels of those items
   */
  add(predictions: Float32Array, labels: ArrayLike<number>): void {
    const { classes, samples } = this;
    const size = labels.length * classes;
    const pooled = new LogMeanExp(size);
    let next = 0;
    for (let sample = 0; sample < samples; sample += 1) {
      pooled.add(predictions.subarray(sample * size, (sample + 1) * size));
      if (this.#counts[next] !== sample + 1) continue;
      pooled.writeTo(this.#pooled[next].subarray(this.#done * classes));
      next += 1;
    }
    this.#labels.set(Array.from(labels), this.#done);
    this.#offerItems(predictions, labels);
    this.#done += labels.length;
  }

  /**
   * @param pictureOf the picture at a place among the items taken in; without it no items are shown with theirs
   * @param originOf where the item at a place comes from
   */
  report(
    classNames: readonly string[],
    pictureOf: ((place: number) => Picture) | undefined,
    originOf: (place: number) => string | undefined = () => undefined,
  ): EvaluationReport {
    const last = this.#pooled[this.#pooled.length - 1];
    return {
      version: 1,
      items: this.items,
      samples: this.samples,
      classNames: [...classNames],
      reliability: reliabilityOf(last, this.#labels, this.classes),
      ...this.#doubtsOf(last, pictureOf, originOf),
      bySamples: this.#counts.map((samples, index) => this.#scoresOf(samples, this.#pooled[index])),
      nllAboveAll: this.#aboveAll(),
      shownItems: pictureOf ? this.#shown.items().map((item) => withPicture(item, pictureOf(item.item))) : [],
    };
  }

  #aboveAll(): NllAboveAll {
    const above = new NllAboveAllSamples(this.#counts);
    this.#labels.forEach((label, item) => {
      above.add(this.#pooled.map((logs) => -logs[item * this.classes + label]));
    });
    return above.value();
  }

  #scoresOf(samples: number, logProbabilities: Float32Array): SampleScore {
    const { accuracy, nll, brier, ece } = scorePredictions(logProbabilities, this.#labels, this.classes);
    return { samples, accuracy, nll, brier, ece };
  }

  #doubtsOf(
    logProbabilities: Float32Array,
    pictureOf: ((place: number) => Picture) | undefined,
    originOf: (place: number) => string | undefined,
  ): Pick<
    EvaluationReport,
    'refusing' | 'doubts' | 'doubtBins' | 'confusion' | 'listedItems' | 'pictureShape'
  > {
    const { classes, items } = this;
    const rows = Array.from({ length: items }, (_, item) =>
      logProbabilities.subarray(item * classes, (item + 1) * classes),
    );
    const named = rows.map(mostLikely);
    const isRight = named.map((label, item) => label === this.#labels[item]);
    const doubts = Float32Array.from(rows, (row, item) => -row[named[item]]);
    const stride = Math.ceil(items / mostDoubts);
    const told = Array.from({ length: Math.ceil(items / stride) }, (_, place) => place * stride);
    const listed = listedPlaces({ labels: this.#labels, named }, told).map((item): ListedItem => {
      const origin = originOf(item);
      return {
        item,
        ...(origin === undefined ? {} : { origin }),
        label: this.#labels[item],
        predicted: named[item],
        confidence: Math.exp(-doubts[item]),
        aleatoric: this.#aleatoric[item],
        epistemic: this.#epistemic[item],
      };
    });
    const bins = doubtBins(items, (item) => ({
      aleatoric: this.#aleatoric[item],
      epistemic: this.#epistemic[item],
      isWrong: !isRight[item],
    }));
    return {
      ...(bins ? { doubtBins: bins } : {}),
      refusing: riskCoverage(
        byDoubt(
          doubts,
          isRight.map((right) => (right ? 0 : 1)),
        ),
        coverages,
      ),
      doubts: told.map(
        (item): ItemDoubt => ({
          item,
          aleatoric: this.#aleatoric[item],
          epistemic: this.#epistemic[item],
          isRight: isRight[item],
        }),
      ),
      confusion: confusionOf({ labels: this.#labels, named }),
      ...(pictureOf ? pictured(listed, pictureOf) : { listedItems: [...listed] }),
    };
  }

  #offerItems(predictions: Float32Array, labels: ArrayLike<number>): void {
    const { classes, samples } = this;
    const own = entropies(predictions, classes);
    const pooled = this.#pooled[this.#pooled.length - 1];
    for (let item = 0; item < labels.length; item += 1) {
      const place = this.#done + item;
      const logs = pooled.subarray(place * classes, (place + 1) * classes);
      const [entropy] = entropies(logs, classes);
      let meanEntropy = 0;
      for (let sample = 0; sample < samples; sample += 1)
        meanEntropy += own[sample * labels.length + item] / samples;
      const epistemic = Math.max(0, entropy - meanEntropy);
      this.#aleatoric[place] = meanEntropy;
      this.#epistemic[place] = epistemic;
      const rowOf = (sample: number) => (sample * labels.length + item) * classes;
      this.#shown.offer({
        item: place,
        label: labels[item],
        predicted: mostLikely(logs),
        entropy,
        mutualInformation: epistemic,
        error: -logs[labels[item]],
        probabilities: () => Array.from(probabilitiesOf(logs)),
        bySample: () =>
          Array.from({ length: samples }, (_, sample) =>
            Array.from(probabilitiesOf(predictions.subarray(rowOf(sample), rowOf(sample) + classes))),
          ),
      });
    }
  }
}

function pictured(
  items: readonly ListedItem[],
  pictureOf: (place: number) => Picture,
): Pick<EvaluationReport, 'listedItems' | 'pictureShape'> {
  const { height, width, channels } = pictureOf(items[0].item);
  const pixelsOf = (item: number) => Buffer.from(pictureOf(item).pixels).toString('base64');
  return {
    pictureShape: [height, width, channels],
    listedItems: [...withPictures(items, height * width * channels, pixelsOf)],
  };
}

/** 15 bins of equal width: bin b holds confidences in (b/15, (b+1)/15], the first also 0. */
export function reliabilityOf(
  logProbabilities: LogProbabilities,
  labels: ArrayLike<number>,
  classes: number,
): ReliabilityBin[] {
  const bins = Array.from({ length: reliabilityBins }, () => ({ items: 0, confidence: 0, right: 0 }));
  for (let item = 0; item < labels.length; item += 1) {
    const row = logProbabilities.subarray(item * classes, (item + 1) * classes);
    const predicted = mostLikely(row);
    const confidence = Math.exp(row[predicted]);
    const bin = bins[binOf(confidence)];
    bin.items += 1;
    bin.confidence += confidence;
    bin.right += predicted === labels[item] ? 1 : 0;
  }
  return bins.map(({ items, confidence, right }, index) => ({
    low: index / reliabilityBins,
    high: (index + 1) / reliabilityBins,
    items,
    // A confidence that is no number has no mean: a diverged run's bin shows none.
    confidence: items === 0 || Number.isNaN(confidence) ? null : confidence / items,
    accuracy: items === 0 ? null : right / items,
  }));
}

/** The bin of a confidence. */
export function binOf(confidence: number): number {
  return Math.max(0, Math.min(reliabilityBins - 1, Math.ceil(confidence * reliabilityBins) - 1 || 0));
}

function withPicture(
  item: Omit<EvaluatedItem, keyof Picture>,
  { height, width, channels, pixels }: Picture,
): EvaluatedItem {
  return { ...item, height, width, channels, pixels: Buffer.from(pixels).toString('base64') };
}
