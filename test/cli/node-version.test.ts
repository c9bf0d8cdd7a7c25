import { expect, test } from 'vitest';
import { isAtLeast, oldestNode } from '../../src-main/cli/node-version.mjs';

test.each([
  ['v22.14.0', true],
  ['v22.13.9', false],
  ['v20.20.2', false],
  ['v24.0.0', true],
  ['v22.9.0', false],
  ['v100.0.0', true],
])('Node %s is new enough: %s (numbers are compared, not letters)', (version, enough) => {
  expect(isAtLeast(version, oldestNode)).toBe(enough);
});
