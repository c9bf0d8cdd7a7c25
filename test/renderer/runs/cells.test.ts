import { expect, test } from 'vitest';
import { columnCell, columnText, shortDevices } from '../../../src-renderer/runs/cells';

test.each([
  [['cpu:0'], 'cpu:0'],
  [['cpu:0', 'cpu:1', 'cpu:2', 'cpu:3'], 'cpu:0–3'],
  [['cpu:0', 'cpu:2', 'cpu:3', 'gpu:0', 'gpu:1'], 'cpu:0, cpu:2–3, gpu:0–1'],
  [['cuda', 'node7:1', 'tpu:x'], 'cuda, node7:1, tpu:x'],
  [[], ''],
])('devices %j take little room: %s', (ids, text) => {
  expect(shortDevices(ids)).toBe(text);
});

test.each([
  ['parallel.mode', 'text', 'sp', 'Shared samples (sp)'],
  ['inference.objective', 'text', 'elbo', 'Each sample explains the data (ELBO)'],
  ['model.kind', 'text', 'mlp', 'Multilayer perceptron'],
  ['parallel.elastic', 'flag', true, 'yes'],
  ['name', 'text', 'sp', 'sp'],
] as const)('a table says the %s %s of a run, %s, as the form does: %s', (path, kind, value, words) => {
  const column = { path, kind, source: 'parameter' } as const;
  expect([columnText(column, value), columnCell(column, value)]).toEqual([words, words]);
});
