import type {
  MapDot,
  MapDoubt,
  SegmentationReport,
  ShownMap,
} from '../../../src-shared/assessment/segmentation-report';
import { ignoredByte } from '../../../src-shared/experiment/data/class-maps';
import { ignored, type Picture } from '../../data/run-data';
import type { Evaluation } from '../evaluation';
import { PixelDoubts } from '../pixel-doubts';
import { riskCoverage } from '../scores/refusing';
import { sampleCounts } from '../scores/sample-counts';
import { leastOf, mostLikely, mutualInformation } from '../scores/scores';
import { type MapsOfClasses, type PooledMap, SegmentationEvaluation } from '../segmentation-evaluation';
import { mostDoubts } from './doubt-bins';

/** With how doubtful each pixel is. */
type Kept = Omit<ShownMap, 'picture' | 'keptFrom'> & { readonly leasts: Float32Array };

type Measure = keyof MapDoubt;
const measures: readonly Measure[] = ['entropy', 'mutualInformation', 'error'];

/** At most so many items of each measure, and so many pixels of all that are shown. */
const mostItems = 8;
const mostPixels = 1_500_000;
/** Coverages that a report tells the risk of. */
const coverages = 200;

/** Scores class maps and keeps what a person wants to look at afterwards: for the test split. */
export class ReportedSegmentation implements Evaluation {
  readonly #evaluation: SegmentationEvaluation;
  readonly #maps: MapsOfClasses;
  #shown: readonly Kept[] = [];
  readonly #dots: MapDot[] = [];
  readonly #pixelDoubts = new PixelDoubts();
  readonly #samples: number;
  readonly #most: number;

  constructor(maps: MapsOfClasses, samples: number) {
    this.#maps = maps;
    this.#evaluation = new SegmentationEvaluation(maps, sampleCounts(samples), (map) => this.#look(map));
    this.#samples = samples;
    const all = mostPixels / (maps.height * maps.width);
    this.#most = Math.max(1, Math.min(mostItems, Math.floor(all / measures.length)));
  }

  add(samples: Float32Array, sampleCount: number, targets: Float32Array | Int32Array): void {
    this.#evaluation.add(samples, sampleCount, targets);
  }

  scores(): Readonly<Record<string, number>> {
    return this.#evaluation.scores();
  }

  /**
   * @param drawnOf the item at a place among those taken in, as far as it can be drawn
   */
  report(
    classNames: readonly string[],
    drawnOf: (place: number) => Picture | undefined = () => undefined,
  ): SegmentationReport {
    const { height, width } = this.#maps;
    const { items, pooled, byCount, aboveAll } = this.#evaluation;
    const byDoubt = this.#pixelDoubts.byDoubt();
    const refusing = riskCoverage(byDoubt, coverages, byDoubt.counts);
    return {
      version: 1,
      items,
      pixels: pooled.pixels,
      samples: this.#samples,
      height,
      width,
      classes: pooled.byClass().map((score, label) => ({ name: classNames[label], ...score })),
      reliability: pooled.reliability(),
      refusing,
      doubts: this.#dots.filter((_, place) => place % Math.ceil(this.#dots.length / mostDoubts) === 0),
      bySamples: byCount.map(([samples, scores]) => {
        const { accuracy, nll, brier, ece } = scores.scores();
        return { samples, accuracy, nll, brier, ece };
      }),
      nllAboveAll: aboveAll,
      shownItems: this.#shown.map(({ leasts, ...item }) => {
        const drawn = drawnOf(item.item);
        const keptFrom = base64(this.#pixelDoubts.keptFrom(leasts, refusing));
        return drawn
          ? { ...item, keptFrom, picture: { channels: drawn.channels, pixels: base64(drawn.pixels) } }
          : { ...item, keptFrom };
      }),
    };
  }

  #look(map: PooledMap): void {
    const doubt = this.#doubtOf(map);
    if (!doubt) return;
    const { entropy, mutualInformation: epistemic } = doubt;
    const accuracy = this.#judge(map);
    this.#dots.push({
      item: map.item,
      aleatoric: Math.max(0, entropy - epistemic),
      epistemic,
      accuracy,
    });
    const wanting = measures.some((measure) => this.#isAmong(doubt, measure));
    if (!wanting) return;
    const all = [...this.#shown, this.#keptOf(map, doubt, accuracy)];
    const best = measures.map((measure) =>
      [...all].sort((a, b) => b[measure] - a[measure]).slice(0, this.#most),
    );
    this.#shown = [...new Set(best.flat())].sort((a, b) => a.item - b.item);
  }

  #isAmong(doubt: MapDoubt, measure: Measure): boolean {
    return this.#shown.filter((one) => one[measure] >= doubt[measure]).length < this.#most;
  }

  /** Means over the pixels that count; undefined where none does. */
  #doubtOf({ labels, logProbabilities, entropies, meanEntropies }: PooledMap): MapDoubt | undefined {
    const { classes } = this.#maps;
    const known = Array.from(labels.keys()).filter((pixel) => labels[pixel] !== ignored);
    if (known.length === 0) return undefined;
    const mean = (of: (pixel: number) => number) =>
      known.reduce((sum, pixel) => sum + of(pixel), 0) / known.length;
    return {
      entropy: mean((pixel) => entropies[pixel]),
      mutualInformation: mean((pixel) => Math.max(0, entropies[pixel] - meanEntropies[pixel])),
      error: mean((pixel) => -logProbabilities[pixel * classes + labels[pixel]]),
    };
  }

  /** Takes in which pixels that count are named right. Returns their share. */
  #judge({ labels, logProbabilities }: PooledMap): number {
    const { classes } = this.#maps;
    let [known, right] = [0, 0];
    labels.forEach((label, pixel) => {
      if (label === ignored) return;
      const logs = logProbabilities.subarray(pixel * classes, (pixel + 1) * classes);
      const isRight = mostLikely(logs) === label;
      this.#pixelDoubts.add(leastOf(logs), isRight);
      known += 1;
      if (isRight) right += 1;
    });
    return right / known;
  }

  #keptOf(map: PooledMap, doubt: MapDoubt, accuracy: number): Kept {
    const { item, labels, logProbabilities, entropies, meanEntropies } = map;
    const { classes } = this.#maps;
    const named = Uint8Array.from(labels, (_, pixel) =>
      mostLikely(logProbabilities.subarray(pixel * classes, (pixel + 1) * classes)),
    );
    return {
      item,
      ...doubt,
      accuracy,
      truth: base64(Uint8Array.from(labels, (label) => (label === ignored ? ignoredByte : label))),
      named: base64(named),
      entropies: scaled(entropies),
      mutualInformations: scaled(mutualInformation(entropies, meanEntropies)),
      leasts: Float32Array.from(labels, (_, pixel) =>
        leastOf(logProbabilities.subarray(pixel * classes, (pixel + 1) * classes)),
      ),
    };
  }
}

/** Values from 0 up as bytes of their largest. */
function scaled(values: Float32Array): ShownMap['entropies'] {
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  const bytes = Uint8Array.from(values, (value) => (largest > 0 ? Math.round((255 * value) / largest) : 0));
  return { largest, bytes: base64(bytes) };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
