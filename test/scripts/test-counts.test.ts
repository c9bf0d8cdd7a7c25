import { describe, expect, test } from 'vitest';
import { addCounts, closingLine, countsOfReport } from '../../scripts/test-counts.mjs';

const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
const failedFile = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };
const unreadableFile = { status: 'failed', assertionResults: [] };

describe('counts of a vitest report', () => {
  test('skipped tests and those still to be written both count as skipped', () => {
    expect(countsOfReport({ ...report, testResults: [failedFile] })).toEqual({
      passed: 5,
      failed: 1,
      skipped: 3,
    });
  });

  test('a file that could not be read counts as one failure', () => {
    expect(countsOfReport({ ...report, testResults: [failedFile, unreadableFile] }).failed).toBe(2);
  });

  test('a run that left no report counts as one failure', () => {
    expect(countsOfReport(undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

test('the closing line sums all parts', () => {
  const sum = addCounts({ passed: 1, failed: 0, skipped: 2 }, { passed: 10, failed: 3, skipped: 0 });
  expect(closingLine(sum)).toBe('11 passed, 3 failed, 2 skipped');
});
