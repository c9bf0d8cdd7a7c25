import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { segmentationReportSchema } from '../../../src-shared/assessment/segmentation-report';
import { ReportedSegmentation } from '../../../src-workers/evaluate/reports/reported-segmentation';
import { nearBoundary } from '../../../src-workers/evaluate/scores/near-boundary';
import { SegmentationEvaluation } from '../../../src-workers/evaluate/segmentation-evaluation';

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../parity/fixtures/segmentation.json'), 'utf8'),
) as {
  readonly height: number;
  readonly width: number;
  readonly classes: number;
  readonly logProbabilities: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly near: readonly number[];
  readonly iou: readonly (number | null)[];
  readonly dice: readonly (number | null)[];
  readonly scores: Readonly<Record<string, number>>;
  readonly torchmetrics: Readonly<Record<string, number>>;
};
const { height, width, classes } = recorded;
const maps = { height, width, classes };
const samples = recorded.logProbabilities.length;
const labels = Int32Array.from(recorded.labels);
const predictions = Float32Array.from(recorded.logProbabilities.flat());

function scored(): ReportedSegmentation {
  const evaluation = new ReportedSegmentation(maps, samples);
  evaluation.add(predictions, samples, labels);
  return evaluation;
}

test('scores of pixels that are not ignored are those of scikit-learn, torchmetrics and SciPy', () => {
  const scores = scored().scores();
  // Means over the samples are kept in single precision.
  for (const [name, value] of Object.entries(recorded.scores)) expect(scores[name]).toBeCloseTo(value, 5);
  for (const [name, value] of Object.entries(recorded.torchmetrics))
    expect(scores[name]).toBeCloseTo(value, 6);
});

test('each class has scikit-learn’s Jaccard index and F1, and none where it is nowhere', () => {
  const { classes: found } = scored().report(['a', 'b', 'c', 'd', 'e']);
  found.forEach(({ iou, dice }, label) => {
    const [theirIou, theirDice] = [recorded.iou[label], recorded.dice[label]];
    if (theirIou === null || theirDice === null) expect([iou, dice]).toEqual([Number.NaN, Number.NaN]);
    else
      expect([iou, dice].map((one) => one.toFixed(9))).toEqual(
        [theirIou, theirDice].map((one) => one.toFixed(9)),
      );
  });
  expect(found.at(-1)?.pixels).toBe(0);
});

test('a report tells what refusing pixels is worth and why items are doubted, in agreement with the scores', () => {
  const evaluation = scored();
  const { accuracy, aleatoric, epistemic } = evaluation.scores();
  const { refusing, doubts, shownItems, pixels, items } = evaluation.report(['a', 'b', 'c', 'd', 'e']);
  const [all, surest] = [refusing?.at(-1), refusing?.[0]];
  expect(all?.coverage).toBe(1);
  expect(all?.risk).toBeCloseTo(1 - accuracy, 9);
  expect(surest?.risk).toBeLessThanOrEqual(all?.risk ?? 0);
  expect(doubts).toHaveLength(items);
  for (const one of shownItems) {
    const dot = doubts?.find(({ item }) => item === one.item);
    expect(dot?.accuracy).toBe(one.accuracy);
    expect((dot?.aleatoric ?? 0) + (dot?.epistemic ?? 0)).toBeCloseTo(one.entropy, 6);
  }
  // Means over items of unlike many known pixels lie about those over all pixels.
  const mean = (of: 'aleatoric' | 'epistemic') =>
    (doubts ?? []).reduce((sum, dot) => sum + dot[of], 0) / items;
  expect(pixels).toBeGreaterThan(0);
  expect(mean('aleatoric')).toBeCloseTo(aleatoric, 1);
  expect(mean('epistemic')).toBeCloseTo(epistemic, 1);
});

test('a report marks as many of all pixels as are refused at each place of its curve', () => {
  const { refusing = [], shownItems, items, pixels } = scored().report(['a', 'b', 'c', 'd', 'e']);
  // All items are shown, so that their pixels are all there are.
  expect(shownItems).toHaveLength(items);
  const marks = shownItems.flatMap(({ keptFrom = '', truth }) => {
    const known = Buffer.from(truth, 'base64');
    return [...Buffer.from(keptFrom, 'base64')].filter((_, pixel) => known[pixel] !== 255);
  });
  expect(marks).toHaveLength(pixels);
  refusing.forEach(({ coverage, doubt }, place) => {
    // Pixels of equal doubt are kept or refused together, where the curve goes through the midst of them.
    const kept = marks.filter((from) => from <= place).length / pixels;
    expect(kept).toBeGreaterThanOrEqual(coverage - 1e-9);
    const last = refusing.findLastIndex((point) => point.doubt === doubt);
    expect(kept).toBeLessThanOrEqual((refusing[last + 1]?.coverage ?? 1) + 1e-9);
  });
});

test('pixels near boundaries are those of SciPy’s filters', () => {
  const size = height * width;
  for (let first = 0; first < labels.length; first += size)
    expect([...nearBoundary(labels.slice(first, first + size), height, width)]).toEqual(
      recorded.near.slice(first, first + size),
    );
});

test('chunks of items, and samples scored alone, give the same as all at once', () => {
  const evaluation = new SegmentationEvaluation(maps, [samples]);
  const pixels = height * width;
  const items = labels.length / pixels;
  for (let item = 0; item < items; item += 1) {
    const size = pixels * classes;
    const own = recorded.logProbabilities.flatMap((sample) => sample.slice(item * size, (item + 1) * size));
    evaluation.add(Float32Array.from(own), samples, labels.slice(item * pixels, (item + 1) * pixels));
  }
  expect(evaluation.scores()).toEqual(scored().scores());
});

test('a report keeps maps as bytes, with 255 where a pixel is ignored, and is read as it was written', () => {
  const picture = { height, width, channels: 1, pixels: new Uint8Array(height * width) };
  const report = scored().report(['a', 'b', 'c', 'd', 'e'], () => picture);
  const read = segmentationReportSchema.parse(JSON.parse(JSON.stringify(report)));
  expect(read.pixels).toBe(recorded.labels.filter((label) => label >= 0).length);
  expect(read.bySamples.map((one) => one.samples)).toEqual([1, 2, 4, 5]);
  expect(read.bySamples.at(-1)?.nll).toBeCloseTo(recorded.scores.nll, 5);
  const [first] = read.shownItems;
  const truth = [...Buffer.from(first.truth, 'base64')];
  expect(truth).toEqual(recorded.labels.slice(0, height * width).map((label) => (label < 0 ? 255 : label)));
  expect(first.mutualInformations.largest).toBeLessThanOrEqual(first.entropies.largest);
});

test('maps of nothing but ignored pixels have no scores', () => {
  const evaluation = new ReportedSegmentation(maps, samples);
  evaluation.add(
    predictions,
    samples,
    labels.map(() => -1),
  );
  expect(evaluation.scores()).toEqual({});
});

test('predictions that are no numbers make no good scores', () => {
  const evaluation = new SegmentationEvaluation(maps, [samples]);
  evaluation.add(
    predictions.map(() => Number.NaN),
    samples,
    labels,
  );
  const { accuracy, meanIoU, nll, ece } = evaluation.scores();
  expect([accuracy, meanIoU, nll, ece]).toEqual([0, 0, Number.NaN, Number.NaN]);
});
