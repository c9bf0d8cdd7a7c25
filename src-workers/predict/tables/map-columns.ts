import type { PosteriorTask } from '../../../src-shared/posterior/posterior-metadata';
import { atTemperature } from '../../calibrate/temperature';
import { ignored } from '../../data/run-data';
import { PixelScores } from '../../evaluate/scores/pixel-scores';
import { entropies, mostLikely, mutualInformation } from '../../evaluate/scores/scores';
import {
  type MapsOfClasses,
  type PooledMap,
  SegmentationEvaluation,
} from '../../evaluate/segmentation-evaluation';
import type { MapWriter } from '../class-map-files';
import type { ResultColumn } from './result-column';

interface PredictedMaps {
  /** Log probabilities of all samples, [samples, items, height, width, classes] */
  readonly predictions: Float32Array;
  readonly task: Extract<PosteriorTask, { kind: 'segmentation' }>;
  readonly samples: number;
  /** Fitted on the validation pixels, where the run was calibrated. */
  readonly temperature?: number | undefined;
}

/**
 * What is predicted for the pixels of items: of each class the share of the pixels that are named so, and means over the pixels of
 * the entropy in nats and of its two parts, and of the entropy at a temperature that was fitted.
 * @param write puts an item's map into a file
 */
export function mapColumns(
  { predictions, task, samples, temperature }: PredictedMaps,
  write: MapWriter | undefined,
): readonly ResultColumn[] {
  const [height, width] = task.targetShape;
  const maps = { height, width, classes: task.classNames.length };
  const rows: (ReturnType<typeof rowOf> & { readonly file: string; readonly calibrated: number })[] = [];
  const pool = new SegmentationEvaluation(maps, [samples], (map) => {
    const calibrated = temperature === undefined ? undefined : calibratedEntropies(map, maps, temperature);
    rows.push({
      ...rowOf(map, maps),
      calibrated: calibrated ? mean(calibrated) : Number.NaN,
      file: write?.(map, maps, calibrated) ?? '',
    });
  });
  // There are no truths to score by.
  const pixels = predictions.length / (samples * maps.classes);
  pool.add(predictions, samples, new Int32Array(pixels).fill(-1));
  return [
    ...(write ? [{ name: 'map', kind: 'text', values: rows.map(({ file }) => file) } as const] : []),
    ...task.classNames.map((className, label): ResultColumn => {
      return { name: `share_${className}`, kind: 'number', values: rows.map(({ shares }) => shares[label]) };
    }),
    { name: 'entropy_nats', kind: 'number', values: rows.map(({ entropy }) => entropy) },
    { name: 'aleatoric_nats', kind: 'number', values: rows.map(({ aleatoric }) => aleatoric) },
    { name: 'mutual_information_nats', kind: 'number', values: rows.map(({ epistemic }) => epistemic) },
    ...(temperature === undefined
      ? []
      : [
          {
            name: 'calibrated_entropy_nats',
            kind: 'number',
            values: rows.map(({ calibrated }) => calibrated),
          } as const,
        ]),
  ];
}

/** How right the pixels of items are that count: the share named right, and the NLL in nats per pixel. */
export function mapScoreColumns(
  predictions: Float32Array,
  targets: Int32Array | Float32Array,
  { targetShape: [height, width], classNames }: PredictedMaps['task'],
  samples: number,
): readonly ResultColumn[] {
  const classes = classNames.length;
  const rows: { readonly accuracy: number; readonly nll: number }[] = [];
  const pool = new SegmentationEvaluation(
    { height, width, classes },
    [samples],
    ({ labels, logProbabilities }) => {
      const scores = new PixelScores(classes);
      labels.forEach((label, pixel) => {
        if (label !== ignored) scores.add({ logProbabilities, at: pixel * classes }, label, false);
      });
      rows.push(scores.means());
    },
  );
  pool.add(predictions, samples, targets);
  return [
    { name: 'accuracy', kind: 'number', values: rows.map(({ accuracy }) => accuracy) },
    { name: 'nll_nats', kind: 'number', values: rows.map(({ nll }) => nll) },
  ];
}

function rowOf({ logProbabilities, entropies: total, meanEntropies }: PooledMap, { classes }: MapsOfClasses) {
  const pixels = total.length;
  const shares = new Float64Array(classes);
  for (let pixel = 0; pixel < pixels; pixel += 1)
    shares[mostLikely(logProbabilities.subarray(pixel * classes, (pixel + 1) * classes))] += 1 / pixels;
  return {
    shares,
    entropy: mean(total),
    aleatoric: mean(meanEntropies),
    epistemic: mean(mutualInformation(total, meanEntropies)),
  };
}

/** Of the pooled probabilities at that temperature, in nats, [height, width]. */
function calibratedEntropies(
  { logProbabilities }: PooledMap,
  { classes }: MapsOfClasses,
  temperature: number,
): Float32Array {
  return entropies(atTemperature(logProbabilities, temperature, classes), classes);
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
