import type { TemperatureCalibration } from '../../src-shared/assessment/calibration';
import { BadInputError } from '../../src-shared/errors';
import { ignored } from '../data/run-data';
import { nearBoundary } from '../evaluate/scores/near-boundary';
import { PixelScores } from '../evaluate/scores/pixel-scores';
import {
  type MapsOfClasses,
  type PooledMap,
  SegmentationEvaluation,
} from '../evaluate/segmentation-evaluation';
import type { PredictedChunk } from '../posterior/split-predictions';
import { atTemperature, fitTemperature } from './temperature';

type Chunks = AsyncIterable<Pick<PredictedChunk, 'predictions' | 'targets'>>;

/** Predicted class maps of items that training did not see. */
export interface HeldOutMaps {
  readonly maps: MapsOfClasses;
  readonly samples: number;
  readonly validation: Chunks;
  /** How many, of which far fewer pixels may be kept. */
  readonly validationItems: number;
  readonly test: Chunks;
}

/** Logarithms of probabilities that are kept at most: 64 MB. */
const mostKept = 2 ** 24;

/**
 * One temperature for all pixels, fitted on those of the validation split that count (where they are very many, on some at equal
 * distances), and tried on all of the test split.
 * @throws BadInputError where no validation pixel counts, or they tell no temperature
 */
export async function calibrateMaps(heldOut: HeldOutMaps, most = mostKept): Promise<TemperatureCalibration> {
  const { classes } = heldOut.maps;
  const { logProbabilities, labels } = await validationPixels(heldOut, most);
  if (labels.length === 0)
    throw new BadInputError('No pixel of the validation items has a class to calibrate on: all are ignored.');
  const temperature = fitTemperature(logProbabilities, labels, classes, 'pixels');
  const [before, after] = [new PixelScores(classes), new PixelScores(classes)];
  await eachMap(heldOut.test, heldOut, ({ labels: truths, logProbabilities: pooled }) => {
    addAll(before, pooled, truths, heldOut.maps);
    addAll(after, atTemperature(pooled, temperature, classes), truths, heldOut.maps);
  });
  return { temperature, before: scoresOf(before), after: scoresOf(after) };
}

async function validationPixels(heldOut: HeldOutMaps, most: number) {
  const { height, width, classes } = heldOut.maps;
  const stride = Math.max(1, Math.ceil((heldOut.validationItems * height * width * classes) / most));
  const labels: number[] = [];
  const rows: Float32Array[] = [];
  let place = 0;
  await eachMap(heldOut.validation, heldOut, ({ labels: truths, logProbabilities: pooled }) => {
    truths.forEach((label, pixel) => {
      place += 1;
      if (label === ignored || (place - 1) % stride !== 0) return;
      labels.push(label);
      rows.push(pooled.slice(pixel * classes, (pixel + 1) * classes));
    });
  });
  const logProbabilities = new Float32Array(rows.length * classes);
  rows.forEach((row, at) => {
    logProbabilities.set(row, at * classes);
  });
  return { logProbabilities, labels };
}

async function eachMap(
  chunks: Chunks,
  { maps, samples }: HeldOutMaps,
  look: (map: PooledMap) => void,
): Promise<void> {
  const pool = new SegmentationEvaluation(maps, [samples], look);
  for await (const { predictions, targets } of chunks) pool.add(predictions, samples, targets);
}

function addAll(
  scores: PixelScores,
  logProbabilities: Float32Array | Float64Array,
  labels: Int32Array,
  { height, width, classes }: MapsOfClasses,
): void {
  const near = nearBoundary(labels, height, width);
  labels.forEach((label, pixel) => {
    if (label !== ignored) scores.add({ logProbabilities, at: pixel * classes }, label, near[pixel] === 1);
  });
}

/** Of no pixels both are no numbers. */
function scoresOf(scores: PixelScores): TemperatureCalibration['before'] {
  const { nll = Number.NaN, ece = Number.NaN } = scores.scores();
  return { nll, ece };
}
