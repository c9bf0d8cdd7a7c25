import { expect, test } from 'vitest';
import type { Assessment } from '../../../src-shared/assessment/assessment';
import { assessmentMetrics } from '../../../src-shared/assessment/assessment-metrics';

/** Scores of values of which all numbers are the same. */
function scored(rmse: number): Pick<Assessment, 'values'> {
  const pair = [rmse, rmse] as const;
  return {
    values: {
      scores: { rmse, mae: rmse, nll: rmse, crps: rmse },
      calibration: { coverage50: rmse, coverage90: rmse, quantileError: rmse },
      sharpness: { std: rmse, width50: rmse, width90: rmse },
      quantiles: { interval50: rmse, interval90: rmse, pinball: rmse },
      skill: { climatology: rmse },
      refusing: { aurc: rmse, augrc: rmse },
      intervals: { rmse: pair, mae: pair, nll: pair, crps: pair, skill: pair },
    } as unknown as Assessment['values'],
  };
}

function rmseOf(parts: Pick<Assessment, 'groups' | 'labelled'>): Readonly<Record<string, number>> {
  const found = assessmentMetrics({ version: 1, step: 1, samples: 1, items: 1, ood: [], ...parts });
  return Object.fromEntries(Object.entries(found).filter(([name]) => name.endsWith('.rmse')));
}

const group = (name: string, parts: readonly string[]) => ({
  name,
  parts: parts.map((part, place) => ({ name: part, items: 1, ...scored(place) })),
});

test('parts whose names differ by signs alone have scores of their own', () => {
  expect(rmseOf({ groups: [group('income', ['<=50K', '>50K'])] })).toEqual({
    'by.income.50k.rmse': 0,
    'by.income.50k-2.rmse': 1,
  });
  expect(rmseOf({ groups: [group('change', ['-1', '0', '1', 'from -0.5'])] })).toEqual({
    'by.change.minus-1.rmse': 0,
    'by.change.0.rmse': 1,
    'by.change.1.rmse': 2,
    'by.change.from-minus-0-5.rmse': 3,
  });
});

test('files of one name in two folders have scores of their own', () => {
  const file = (rmse: number) => ({ name: 'rows', title: 'rows.csv', items: 1, notes: [], ...scored(rmse) });
  expect(rmseOf({ labelled: [file(1), file(2)] })).toEqual({ 'data.rows.rmse': 1, 'data.rows-2.rmse': 2 });
});
