import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { repository } from './folders.mjs';

/**
 * How many tests passed, failed and were skipped, and which failed and were skipped, as far as that is known by name.
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {readonly string[]} failures a line each: where, which and why
 * @property {readonly string[]} skips a line each: where and which
 */

/** @type {Counts} */
export const noTests = { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };

/** One failure of what is no test of vitest's own. @returns {Counts} */
export function failure(what) {
  return { ...noTests, failed: 1, failures: [what] };
}

/** @returns {Counts} */
export function addCounts(one, other) {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    failures: [...one.failures, ...other.failures],
    skips: [...one.skips, ...other.skips],
  };
}

/**
 * The counts of one vitest run. What failed outside of tests counts too: a file that cannot be read, a hook, a file that was left after
 * an earlier failure.
 * @param {readonly import('./spec-reporter.mjs').SpecFile[] | undefined} report undefined where vitest ended without one
 * @returns {Counts}
 */
export function countsOfReport(report) {
  if (!report) return failure('vitest ended without a report');
  const tests = report.flatMap(({ file, tests }) =>
    tests.map(({ name, state, error }) => ({ line: `${pathOf(file)} > ${name}${reasonOf(error)}`, state })),
  );
  const failures = [
    ...tests.filter(({ state }) => state === 'failed').map(({ line }) => line),
    ...report.flatMap(brokenLines),
  ];
  const skips = tests
    .filter(({ state }) => state === 'skipped' || state === 'pending')
    .map(({ line }) => line);
  const passed = tests.filter(({ state }) => state === 'passed').length;
  return { passed, failed: failures.length, skipped: skips.length, failures, skips };
}

function brokenLines({ file, hasBegun, errors }) {
  if (!hasBegun) return [`${pathOf(file)}: not begun after an earlier failure`];
  return errors.map((error) => `${pathOf(file)}${reasonOf(error)}`);
}

function reasonOf(error) {
  return error === undefined ? '' : `: ${firstLine(error)}`;
}

function pathOf(file) {
  return relative(repository, file);
}

function firstLine(message) {
  return stripVTControlCharacters(message).split('\n', 1)[0].slice(0, 500);
}

export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** What stands above the closing line: a run of an hour is read from its end. @param {Counts} counts */
export function closingLists({ failures, skips }) {
  return [...skips.map((line) => `SKIPPED ${line}`), ...failures.map((line) => `FAILED ${line}`)];
}
