import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from '../../scripts/folders.mjs';
import type { SpecFile } from '../../scripts/spec-reporter.mjs';
import { addCounts, closingLine, closingLists, countsOfReport, noTests } from '../../scripts/test-counts.mjs';

const failed: SpecFile = {
  file: join(repository, 'test', 'a.test.ts'),
  hasBegun: true,
  errors: [],
  tests: [
    { name: 'adds', state: 'passed' },
    { name: 'sums > up', state: 'failed', error: '\u001b[31mexpected 3\u001b[39m, got 4\n  at a' },
    { name: 'on a GPU', state: 'skipped' },
    { name: 'after it', state: 'pending' },
  ],
};
const unreadable = {
  file: join(repository, 'test', 'b.test.ts'),
  hasBegun: true,
  errors: ['Cannot find c'],
  tests: [],
};
const left = { file: join(repository, 'test', 'c.test.ts'), hasBegun: false, errors: [], tests: [] };

describe('counts of a vitest report', () => {
  test('skipped tests and those that an earlier failure left count as skipped', () => {
    expect(countsOfReport([failed])).toMatchObject({ passed: 1, failed: 1, skipped: 2 });
  });

  test('a hook or file that failed, and a file that was not begun, count as a failure each', () => {
    expect(countsOfReport([failed, unreadable, left]).failed).toBe(3);
  });

  test('a run that left no report counts as one failure', () => {
    expect(countsOfReport(undefined)).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
  });
});

test('the closing line sums all parts', () => {
  const sum = addCounts({ ...noTests, passed: 1, skipped: 2 }, { ...noTests, passed: 10, failed: 3 });
  expect(closingLine(sum)).toBe('11 passed, 3 failed, 2 skipped');
});

test('above it stand all that failed, with why, and all that was skipped', () => {
  expect(closingLists(countsOfReport([failed, unreadable, left]))).toEqual([
    'SKIPPED test/a.test.ts > on a GPU',
    'SKIPPED test/a.test.ts > after it',
    'FAILED test/a.test.ts > sums > up: expected 3, got 4',
    'FAILED test/b.test.ts: Cannot find c',
    'FAILED test/c.test.ts: not begun after an earlier failure',
  ]);
});
