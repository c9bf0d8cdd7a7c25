import { expect, test } from 'vitest';
import { shortDevices } from '../../../src-renderer/runs/cells';

test.each([
  [['cpu:0'], 'cpu:0'],
  [['cpu:0', 'cpu:1', 'cpu:2', 'cpu:3'], 'cpu:0–3'],
  [['cpu:0', 'cpu:2', 'cpu:3', 'gpu:0', 'gpu:1'], 'cpu:0, cpu:2–3, gpu:0–1'],
  [['cuda', 'node7:1', 'tpu:x'], 'cuda, node7:1, tpu:x'],
  [[], ''],
])('devices %j take little room: %s', (ids, text) => {
  expect(shortDevices(ids)).toBe(text);
});
