import type {
  ListedValues,
  PredictedItem,
  PredictionReport,
  RegressionScore,
} from '../../../src-shared/assessment/prediction-report';
import type { ValueMoments } from '../distributions/value-moments';
import { NllAboveAllSamples } from '../scores/paired-differences';
import { chanceAt, TransformHistogram } from '../scores/probability-integral-transform';
import { sampleCounts } from '../scores/sample-counts';
import type { TargetNoise } from '../target-noise';
import { ValueSamples } from '../value-samples';
import { DoubtedValues } from './doubted-values';
import { type ItemFacts, listedStride, shortened, told } from './listed-values';

export interface RegressionTargets {
  readonly targetShape: readonly number[];
  readonly targetNames: readonly string[];
  readonly targetUnit?: string;
  /** One for each of `targetNames`: value = mean + std * standardised value. */
  readonly targetMean: readonly number[];
  readonly targetStd: readonly number[];
}

/** At most so many items of forecasts and fields, or of single values. */
const mostItems = 24;
const mostSingleValues = 500;
/** At most so many values of each kind are in a report: a few large fields, or all items of a series. */
const mostValues = 60_000;
const worstItems = 4;

/**
 * Takes in a regression's predictions sample by sample, a chunk of items at a time, and reports how scores grow with
 * the number of samples and what is predicted for items at equal distances and for the worst.
 */
export class PredictionReporter {
  readonly #values: number;
  readonly #scores: readonly PrefixScore[];
  readonly #evenly: ReadonlySet<number>;
  readonly #predicted: ValueSamples;
  readonly #aboveAll: NllAboveAllSamples;
  readonly #transforms = new TransformHistogram();
  readonly #doubted: DoubtedValues;
  readonly #listedStride: number | undefined;
  readonly #listed: ListedValues[] = [];
  #shown: readonly PredictedItem[] = [];
  #worst: readonly PredictedItem[] = [];
  #done = 0;
  /** Values with a known truth. */
  #judged = 0;

  constructor(
    readonly items: number,
    readonly samples: number,
    readonly targets: RegressionTargets,
    noise: TargetNoise,
    /** Reports that are kept together, and share the room. */
    together = 1,
  ) {
    this.#predicted = new ValueSamples(samples, noise, targets.targetMean.length);
    this.#values = targets.targetShape.reduce((product, side) => product * side, 1);
    const counts = sampleCounts(samples);
    this.#scores = counts.map((count) => new PrefixScore(count));
    this.#aboveAll = new NllAboveAllSamples(counts);
    this.#doubted = new DoubtedValues(items);
    this.#listedStride = listedStride(items, this.#values * together, targets.targetMean.length * together);
    this.#evenly = placesOf(items, this.#values * together, targets.targetShape.length === 1);
  }

  /**
   * @param predictions of all samples for the next items, standardised, [samples, chunk's items, ...outputs]
   * @param truths of those items; NaN marks a value that is not known
   */
  add(predictions: Float32Array, truths: Float32Array): void {
    for (let first = 0; first < truths.length; first += this.#values) {
      const nlls = new Float64Array(this.#scores.length);
      const judged = this.#judged;
      const drawn = emptyItem(this.#done, this.#evenly.has(this.#done) ? 'evenly' : 'worst');
      for (let at = first; at < first + this.#values; at += 1) {
        const predicted = this.#predicted.take(predictions, at);
        const target = at % this.targets.targetMean.length;
        if (!Number.isNaN(truths[at])) this.#judge(predicted, truths[at], target, nlls);
        this.#draw(drawn, predicted.moments(), truths[at], target);
      }
      this.#aboveAll.add(nlls, this.#judged - judged);
      this.#keep({ ...drawn, error: errorOf(drawn, this.targets.targetStd) });
      this.#done += 1;
    }
  }

  /** @param factsOf what the data tell of an item by its place in the split */
  report(factsOf: (place: number) => ItemFacts = () => ({})): PredictionReport {
    const { items, samples, targets } = this;
    const shown = [...this.#shown, ...this.#worst].sort((a, b) => a.item - b.item);
    const bins = this.#doubted.bins();
    const withFacts = <Item extends ListedValues>(item: Item) => told(item, factsOf(item.item));
    return {
      version: 1,
      items,
      samples,
      targetShape: [...targets.targetShape],
      targetNames: [...targets.targetNames],
      ...(targets.targetUnit === undefined ? {} : { targetUnit: targets.targetUnit }),
      bySamples: this.#scores.map((score) => score.value()),
      nllAboveAll: this.#aboveAll.value(),
      pit: this.#transforms.counts,
      refusing: this.#doubted.refusing(),
      doubts: this.#doubted.doubts(),
      ...(bins ? { doubtBins: bins } : {}),
      ...(this.#listedStride === undefined ? {} : { listedItems: this.#listed.map(withFacts) }),
      shownItems: shown.map(withFacts),
    };
  }

  /** @param nlls of the item by number of samples, which its own are added to */
  #judge(predicted: ValueSamples, truth: number, target: number, nlls: Float64Array): void {
    const { targetStd } = this.targets;
    // Several targets have units that do not add up.
    const unit = targetStd.length === 1 ? targetStd[target] : 1;
    this.#scores.forEach((score, at) => {
      nlls[at] += score.add(predicted, truth);
    });
    this.#transforms.add(predicted.distribution().transform(truth, chanceAt(this.#judged)));
    this.#judged += 1;
    this.#doubted.add(this.#done, predicted.moments(), truth, unit);
  }

  #draw(
    item: DrawnItem,
    { mean, weightVariance, noiseVariance }: ValueMoments,
    truth: number,
    target: number,
  ): void {
    const { targetMean, targetStd } = this.targets;
    item.truth.push(targetMean[target] + targetStd[target] * truth);
    item.mean.push(targetMean[target] + targetStd[target] * mean);
    item.std.push(targetStd[target] * Math.sqrt(weightVariance + noiseVariance));
    item.weightStd.push(targetStd[target] * Math.sqrt(weightVariance));
  }

  #keep(item: PredictedItem): void {
    if (
      this.#listedStride !== undefined &&
      item.item % this.#listedStride === 0 &&
      !Number.isNaN(item.error)
    ) {
      const { chosen: _, ...values } = item;
      this.#listed.push(shortened(values));
    }
    if (item.chosen === 'evenly') this.#shown = [...this.#shown, item];
    else if (!Number.isNaN(item.error))
      this.#worst = [...this.#worst, item].sort((a, b) => b.error - a.error).slice(0, worstItems);
  }
}

/** RMSE and NLL of the first samples of every value, standardised. */
class PrefixScore {
  #squares = 0;
  #nll = 0;
  #values = 0;

  constructor(readonly samples: number) {}

  /** Returns the value's NLL. */
  add(predicted: ValueSamples, truth: number): number {
    const nll = predicted.distribution(this.samples).nll(truth, 1);
    this.#squares += (truth - predicted.moments(this.samples).mean) ** 2;
    this.#nll += nll;
    this.#values += 1;
    return nll;
  }

  value(): RegressionScore {
    const { samples } = this;
    const nll = this.#nll / this.#values;
    return {
      samples,
      rmse: Math.sqrt(this.#squares / this.#values),
      nll: Number.isFinite(nll) ? nll : Number.NaN,
    };
  }
}

type DrawnItem = Omit<PredictedItem, 'error'>;

function emptyItem(item: number, chosen: PredictedItem['chosen']): DrawnItem {
  return { item, chosen, truth: [], mean: [], std: [], weightStd: [] };
}

function errorOf({ truth, mean }: DrawnItem, targetStd: readonly number[]): number {
  const squares = truth.map((value, at) => ((value - mean[at]) / targetStd[at % targetStd.length]) ** 2);
  const known = squares.filter((square) => !Number.isNaN(square));
  return Math.sqrt(known.reduce((sum, square) => sum + square, 0) / known.length);
}

/** Places at equal distances among `items`, as many as a report holds. */
function placesOf(items: number, values: number, areSingle: boolean): ReadonlySet<number> {
  const most = areSingle ? mostSingleValues : mostItems;
  const count = Math.max(1, Math.min(items, most, Math.floor(mostValues / values)));
  return new Set(Array.from({ length: count }, (_, index) => Math.floor((index * items) / count)));
}
