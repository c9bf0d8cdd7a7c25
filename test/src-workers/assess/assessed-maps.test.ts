import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AssessedMaps } from '../../../src-workers/assess/assessed-maps';
import { classScores } from '../../../src-workers/assess/class-scores';
import { ClassificationEvaluation } from '../../../src-workers/evaluate/classification-evaluation';
import { bootstrapIntervals } from '../../../src-workers/evaluate/scores/bootstrap';

const recorded = JSON.parse(readFileSync('test/parity/fixtures/segmentation.json', 'utf8')) as {
  readonly height: number;
  readonly width: number;
  readonly classes: number;
  readonly logProbabilities: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly scores: Readonly<Record<string, number>>;
  readonly torchmetrics: Readonly<Record<string, number>>;
};
const { height, width, classes } = recorded;
const pixels = height * width;
const labels = Int32Array.from(recorded.labels);
const items = labels.length / pixels;
const samples = recorded.logProbabilities.length;
/** Logits: log probabilities and a number that each pixel adds to all its classes. */
const logits = () =>
  Float32Array.from(recorded.logProbabilities.flat(), (log, at) => log + (Math.floor(at / classes) % 7));

function assessed(): AssessedMaps {
  const maps = new AssessedMaps(items, { height, width, classes }, samples);
  maps.add(logits(), labels);
  return maps;
}

/** The pixels that count as if each were an item. */
function pixelsAsItems() {
  const known = [...labels.keys()].filter((at) => labels[at] >= 0);
  const evaluation = new ClassificationEvaluation(known.length, classes);
  const predictions = recorded.logProbabilities.flatMap((sample) =>
    known.flatMap((at) => sample.slice(at * classes, (at + 1) * classes)),
  );
  evaluation.add(
    Float32Array.from(predictions),
    samples,
    Int32Array.from(known, (at) => labels[at]),
  );
  return classScores(evaluation.pooled(), classes, 0);
}

test('pixels of class maps have the scores of scikit-learn, torchmetrics and SciPy, near boundaries too', () => {
  const found: Readonly<Record<string, number>> = assessed().scores(0)?.scores ?? {};
  const known = Object.keys(found);
  expect(known).toEqual(['accuracy', 'meanIoU', 'dice', 'nll', 'brier', 'ece', 'boundaryEce']);
  for (const [name, value] of Object.entries({ ...recorded.scores, ...recorded.torchmetrics }))
    if (known.includes(name)) expect(found[name]).toBeCloseTo(value, 5);
});

test('refusing pixels is worth what it is of as many items with one class each, up to the width of a bin of doubt', () => {
  const found = assessed().scores(0);
  const { refusing } = pixelsAsItems();
  expect(found?.refusing.aurc).toBeCloseTo(refusing.aurc, 4);
  expect(found?.refusing.augrc).toBeCloseTo(refusing.augrc, 4);
  expect(found?.refusing.coverageAt5).toBeCloseTo(refusing.coverageAt5, 2);
  expect(found?.curve.at(-1)).toMatchObject({
    coverage: 1,
    risk: expect.closeTo(1 - (found?.scores.accuracy ?? 0), 9),
  });
});

describe('intervals', () => {
  test('draw whole items with all their pixels: of accuracy by hand', () => {
    const found = assessed().scores(5);
    const rights = Array.from({ length: items }, (_, item) => {
      const own = labels.subarray(item * pixels, (item + 1) * pixels);
      const alone = new AssessedMaps(1, { height, width, classes }, samples);
      const of = recorded.logProbabilities.flatMap((sample) =>
        sample.slice(item * pixels * classes, (item + 1) * pixels * classes),
      );
      alone.add(Float32Array.from(of), own);
      const { accuracy = Number.NaN } = alone.scores(0)?.scores ?? {};
      const count = own.filter((label) => label >= 0).length;
      return { count, right: accuracy * count };
    });
    const { accuracy } = bootstrapIntervals(items, 5, (counts) => {
      const sum = (of: 'count' | 'right') =>
        rights.reduce((all, one, item) => all + counts[item] * one[of], 0);
      return { accuracy: sum('right') / sum('count') };
    });
    expect(found?.intervals.accuracy).toEqual([
      expect.closeTo(accuracy[0], 9),
      expect.closeTo(accuracy[1], 9),
    ]);
  });
});

test('an item’s doubts are means over its pixels that count, in nats, and of all of them where none does', () => {
  const { entropy, 'mutual-information': mutual, 'expected-entropy': single } = assessed().doubts();
  entropy?.forEach((one, item) => {
    expect(one).toBeCloseTo((mutual?.[item] ?? 0) + (single?.[item] ?? 0), 5);
  });
  const none = new AssessedMaps(items, { height, width, classes }, samples);
  none.add(logits(), new Int32Array(labels.length).fill(-1));
  expect(none.scores(0)).toBeUndefined();
  expect(none.doubts().entropy?.every((one) => one > 0)).toBe(true);
});
