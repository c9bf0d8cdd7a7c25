import { expect, test } from 'vitest';
import { timeStepSchema, timeStepText } from '../../../src-shared/data/time-step';

test.each([
  [{ kind: 'units', units: '3600', digits: 0 }, '1 h'],
  [{ kind: 'units', units: '1800', digits: 0 }, '30 min'],
  [{ kind: 'units', units: '86400', digits: 0 }, '1 day'],
  [{ kind: 'units', units: '604800000', digits: 3 }, '7 days'],
  [{ kind: 'units', units: '90', digits: 0 }, '90 s'],
  [{ kind: 'units', units: '25', digits: 2 }, '0.25 s'],
  [{ kind: 'units', units: '1000000000001', digits: 12 }, '1.000000000001 s'],
  [{ kind: 'months', months: 1 }, '1 month'],
  [{ kind: 'months', months: 3 }, '3 months'],
  [{ kind: 'months', months: 12 }, '1 year'],
] as const)('a step of %j is said to be of %s', (step, text) => {
  expect(timeStepText(timeStepSchema.parse(step))).toBe(text);
});
