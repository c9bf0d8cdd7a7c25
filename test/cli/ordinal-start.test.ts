import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeSafetensors } from '../../src-shared/formats/safetensors';
import { experiment, newCommandShell } from './command-shell';

/** A table of grades, and weights that a network of PyTorch has, which knows of no thresholds. */
function withGrades() {
  const shell = newCommandShell();
  const path = join(shell.home, 'grades.csv');
  const rows = Array.from({ length: 40 }, (_, row) => `${row % 7},${(row * 3) % 5},${row % 4}`);
  writeFileSync(path, `a,b,grade\n${rows.join('\n')}\n`);
  const weights = join(shell.home, 'state.safetensors');
  const tensors = Object.entries({
    'layers.0.weight': [8, 2],
    'layers.0.bias': [8],
    'layers.1.weight': [1, 8],
    'layers.1.bias': [1],
  }).map(([name, shape]) => ({
    ...{ name, shape },
    data: new Float32Array(shape.reduce((size, side) => size * side, 1)).fill(0.1),
  }));
  writeFileSync(weights, encodeSafetensors(tensors, {}));
  const run = (settings: object) => {
    const data = { dataset: 'table', path, target: 'grade', task: 'ordinal' };
    writeFileSync(shell.file, JSON.stringify({ ...experiment, data, ...settings }));
    return shell.call('run', shell.file, '--json');
  };
  return { run, weights };
}

test('weights without thresholds are refused before the run is made, with what would be right', async () => {
  const { run, weights } = withGrades();
  const { code, err } = await run({ start: { file: weights } });
  expect(err).toContain(
    `start.file: ${weights} is of no run on classes in order, so that it has no thresholds between them; let these begin afresh (start.fresh: ["ordinal"]), or the last layer with them (["last"]).`,
  );
  expect(code).toBe(2);
});

test.each<[string, (weights: string) => object]>([
  ['begin afresh', (file) => ({ start: { file, fresh: ['ordinal'] } })],
  ['begin afresh with the last layer', (file) => ({ start: { file, fresh: ['last'] } })],
  ['have a distribution alone', () => ({ inference: { bayesianLayers: ['ordinal'] } })],
  ['are points', () => ({ inference: { pointEstimateLayers: ['ordinal'] } })],
  ['stay as they begin', () => ({ training: { frozen: ['ordinal'] } })],
])('thresholds that %s are named as a layer', async (_what, settings) => {
  const { run, weights } = withGrades();
  const { code, err } = await run(settings(weights));
  expect({ code, err }).toEqual({ code: 0, err: '' });
});

test('among the layers that there are they are told', async () => {
  const { run } = withGrades();
  const { code, err } = await run({ inference: { bayesianLayers: ['head'] } });
  expect(err).toContain('There is no layer head; this model has layers.0, layers.1, ordinal.');
  expect(code).toBe(2);
});
