import { expect, test } from 'vitest';
import type { CorruptionResult } from '../../../src-shared/assessment/assessment';
import { assessmentMetrics } from '../../../src-shared/assessment/assessment-metrics';
import {
  corruptionKindSchema,
  corruptionKinds,
  meanCorruptions,
} from '../../../src-shared/assessment/corruptions';
import { withKept } from '../../../src-shared/assessment/with-kept';

const spoilt = (kind: string, severity: number, accuracy: number): CorruptionResult => ({
  kind,
  severity,
  items: 10,
  accuracy,
  nll: 2 * accuracy,
  ece: 0.5,
});
const found = (corruptions: readonly CorruptionResult[]) => ({
  version: 1 as const,
  step: 3,
  samples: 2,
  items: 10,
  ood: [],
  corruptions: [...corruptions],
});

test('kinds are asked for all, none, or by name, and come in their own order', () => {
  expect(corruptionKinds(false)).toEqual([]);
  expect(corruptionKinds(true)).toHaveLength(15);
  expect(corruptionKinds(['jpeg-compression', 'fog'])).toEqual(['fog', 'jpeg-compression']);
});

test('the mean at each severity is over the kinds: of 0.8 and 0.4 it is 0.6', () => {
  const means = meanCorruptions([spoilt('none', 0, 0.9), spoilt('fog', 1, 0.8), spoilt('snow', 1, 0.4)]);
  expect(means.map(({ severity }) => severity)).toEqual([0, 1]);
  expect(means[1]?.accuracy).toBeCloseTo(0.6, 12);
  expect(means[1]?.nll).toBeCloseTo(1.2, 12);
});

test('only a mean over all fifteen kinds is a metric', () => {
  const all = corruptionKindSchema.options.map((kind, at) => spoilt(kind, 2, at / 14));
  expect(assessmentMetrics(found(all))['corruption.mean.2.accuracy']).toBeCloseTo(0.5, 12);
  expect(assessmentMetrics(found(all.slice(1)))).not.toHaveProperty('corruption.mean.2.accuracy');
  expect(assessmentMetrics(found(all.slice(1)))['corruption.snow.2.accuracy']).toBe(0.5);
});

test('kinds looked at one after another stay beside each other; those of earlier versions go', () => {
  const kept = found([spoilt('none', 0, 0.9), spoilt('blur', 1, 0.7), spoilt('snow', 1, 0.4)]);
  const now = found([spoilt('none', 0, 0.9), spoilt('fog', 1, 0.8)]);
  expect(withKept(now, kept).corruptions?.map(({ kind }) => kind)).toEqual(['none', 'snow', 'fog']);
  expect(withKept({ ...now, corruptions: undefined }, kept).corruptions).toHaveLength(2);
});
