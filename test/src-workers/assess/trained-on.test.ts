import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import type { PosteriorMetadata } from '../../../src-shared/posterior/posterior-metadata';
import { notedTraining } from '../../../src-workers/assess/trained-on';
import type { RunData } from '../../../src-workers/data/run-data';
import { openLabelled, openRunData } from '../../../src-workers/kinds-of-data';
import { temporaryFolder } from '../../temporary-folder';

const rows = Array.from({ length: 50 }, (_, row) => `${row * row},${['low', 'high'][row % 2]},${row % 5}`);

function write(name: string, lines: readonly string[]): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, ['a,kind,y', ...lines, ''].join('\n'));
  return file;
}

/** What a run learned from, and what it says of a file of rows that it is scored on. */
async function learned(path: string, settings: object = {}) {
  const experiment = experimentSchema.parse({
    data: { dataset: 'table', path, target: 'y', ...settings },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const data = await openRunData(experiment, path);
  const { task, normalisation } = data;
  const metadata = { runId: 'run-1', experiment, task, normalisation, step: 1 } as PosteriorMetadata;
  const notes = async (file: string, title = 'new.csv') => {
    const items = await openLabelled({ path: file, isFolder: false }, metadata, { kind: 'javascript' });
    // A chunk that does not divide the rows.
    return notedTraining({ items, title }, data, 7);
  };
  return { data, notes };
}

function rowsOf(indices: RunData['train']): string[] {
  return Array.from(indices, (row) => rows[row]);
}

test.for([{}, { task: 'classification' }])(
  'a file with rows of training is said to have them, however it is called: $task',
  async (settings) => {
    const file = write('rows.csv', rows);
    const { data, notes } = await learned(file, settings);
    const copy = join(temporaryFolder(), 'copy.csv');
    copyFileSync(file, copy);
    expect(await notes(copy, 'copy.csv')).toEqual([
      `copy.csv: ${data.train.length} of its 50 items are ones that the run was trained on, by their inputs and what came of them: these scores do not tell how it does on new ones.`,
    ]);
    expect(await notes(write('train.csv', rowsOf(data.train)), 'train.csv')).toEqual([
      expect.stringMatching(
        `^train.csv: all ${data.train.length} items are ones that the run was trained on`,
      ),
    ]);
    data.close();
  },
);

test('rows of the test and new ones are not, nor one with the inputs of training of which something else came', async () => {
  const { data, notes } = await learned(write('rows.csv', rows));
  expect(await notes(write('test.csv', rowsOf(data.test)))).toEqual([]);
  const others = rowsOf(data.train).map((row) => row.replace(/\d$/, '7'));
  expect(await notes(write('others.csv', [...others, '-3,low,2']))).toEqual([]);
  data.close();
});
