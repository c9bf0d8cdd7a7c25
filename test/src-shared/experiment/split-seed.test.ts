import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { isSplitDrawn } from '../../../src-shared/experiment/split-seed';
import { openRunData } from '../../../src-workers/kinds-of-data';

const folder = mkdtempSync(join(tmpdir(), 'split-seed-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, rows: readonly string[]) => {
  const path = join(folder, name);
  writeFileSync(path, rows.join('\n'));
  return path;
};
const values = Array.from({ length: 60 }, (_, row) => `${row},${(row * 7) % 11}`);
const path = file('train.csv', ['a,y', ...values]);
const testPath = file('test.csv', ['a,y', '100.5,3', '101.5,4', '102.5,5']);
const withParts = (name: string, parts: readonly string[]) =>
  file(name, ['a,y,part', ...values.map((row, at) => `${row},${parts[at % parts.length]}`)]);
const twoParts = withParts('two.csv', ['train', 'train', 'test']);
const threeParts = withParts('three.csv', ['train', 'validation', 'test']);

async function splitsOf(data: object, seed: number) {
  const experiment = experimentSchema.parse({
    data: { dataset: 'table', target: 'y', testFraction: 0.2, validationFraction: 0.2, ...data },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
    seed,
  });
  if (experiment.data.dataset !== 'table') throw new Error('It is a table.');
  const { validation, test: tested, close } = await openRunData(experiment, experiment.data.path);
  close();
  const sorted = (items: Uint32Array) => [...items].sort((one, other) => one - other);
  return { data: experiment.data, splits: { validation: sorted(validation), test: sorted(tested) } };
}

describe('a split counts as drawn where two seeds test or validate other rows of a table', () => {
  test.each([
    ['one file', { path }],
    ['a test file of its own', { path, testPath }],
    ['a test file, and nothing to validate', { path, testPath, validationFraction: 0 }],
    ['a column that tells train and test', { path: twoParts, splitColumn: 'part' }],
    ['the same, and nothing to validate', { path: twoParts, splitColumn: 'part', validationFraction: 0 }],
    ['all three by a column', { path: threeParts, splitColumn: 'part', validationFraction: 0 }],
  ])('%s', async (_, settings) => {
    const [one, other] = await Promise.all([1, 2].map((seed) => splitsOf(settings, seed)));
    for (const split of ['validation', 'test'] as const)
      expect({ [split]: isSplitDrawn(one.data, split) }).toEqual({
        [split]: one.splits[split].join() !== other.splits[split].join(),
      });
  });
});
