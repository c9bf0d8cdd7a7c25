import { expect, test } from 'vitest';
import { assessmentOfTarget } from '../../../../src-renderer/runs/uncertainty/of-target';
import { type Assessment, assessmentSchema } from '../../../../src-shared/assessment/assessment';

const interval = [0, 1] as const;

function classes(accuracy: number): NonNullable<Assessment['classes']> {
  return {
    scores: { accuracy, nll: 1, brier: 1, ece: 0 },
    calibration: { adaptive: 0, adaptiveDebiased: 0, debiased: 0, classwise: 0, thresholded: 0 },
    refusing: { aurc: 0, augrc: 0, coverageAt5: 1 },
    intervals: { accuracy: interval, nll: interval, brier: interval, aurc: interval, augrc: interval },
  };
}

const detected = (auroc: number) => ({ entropy: { auroc, aupr: 1, fpr95: 0 } });

const found = assessmentSchema.parse({
  version: 1,
  step: 1,
  samples: 2,
  items: 10,
  doubts: {},
  targets: [
    { name: 'kind', classes: classes(0.5), doubts: { entropy: [0, 1] } },
    { name: 'roof', classes: classes(0.75) },
  ],
  groups: [
    { name: 'site', parts: [{ name: 'north', items: 4, targets: [{ name: 'roof', classes: classes(1) }] }] },
  ],
  labelled: [
    {
      name: 'rows',
      title: 'rows.csv',
      items: 3,
      notes: [],
      targets: [{ name: 'roof', classes: classes(0) }],
    },
  ],
  ood: [
    {
      name: 'noise',
      title: 'noise',
      items: 10,
      detection: {},
      targets: [{ name: 'roof', detection: detected(0.9), doubts: {} }],
    },
  ],
});

test('what an evaluation says of one of several targets reads as that of a run which predicts nothing else', () => {
  const own = assessmentOfTarget(found, 'roof');
  expect(own.targets).toBeUndefined();
  expect(own.classes?.scores.accuracy).toBe(0.75);
  expect(own.groups?.[0]?.parts[0]).toMatchObject({ name: 'north', items: 4, classes: classes(1) });
  expect(own.labelled?.[0]).toMatchObject({ title: 'rows.csv', classes: classes(0) });
  expect(own.ood[0]?.detection).toEqual(detected(0.9));
});

test('a target that other data and parts say nothing of has no scores there', () => {
  const own = assessmentOfTarget(found, 'kind');
  expect(own.doubts).toEqual({ entropy: [0, 1] });
  expect(own.groups?.[0]?.parts[0]?.classes).toBeUndefined();
  expect(own.ood[0]?.detection).toEqual({});
});

test('all together is what was found', () => {
  expect(assessmentOfTarget(found, undefined)).toBe(found);
});
