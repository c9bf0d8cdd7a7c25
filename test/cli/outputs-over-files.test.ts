import { linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../src-main/store/store';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { randomFrom, seed } from '../faults/random';
import { storeRandomRun } from '../src-main/run-export/random-run';
import { pictureMlp, writePosterior } from '../src-workers/posterior/small-posteriors';
import { temporaryFolder } from '../temporary-folder';
import { newCommandShell } from './command-shell';

/** A home with a run that has a posterior, and a folder of the person's. */
function newDesk() {
  const home = temporaryFolder();
  const store = openStore(home);
  storeRandomRun(store, 'run-1', randomFrom(seed));
  store.close();
  mkdirSync(join(home, 'runs', 'run-1'), { recursive: true });
  writePosterior(join(home, 'runs', 'run-1'), pictureMlp);
  const folder = temporaryFolder();
  const { call, file } = newCommandShell('finish', { home });
  const mine = (name: string, text = 'mine') => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  return { folder, home, call, mine, experiment: readFileSync(file, 'utf8') };
}

/** A run of a table. */
function storeRun(home: string, id: string, path: string): void {
  const store = openStore(home);
  const experiment = experimentSchema.parse({
    name: 'Learns',
    data: { dataset: 'table', path, target: 'y' },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  store.writer.create({ id, experiment, engine: '', codeVersion: undefined, owner: '1@x', created: 1 });
  store.close();
}

const study = (experiment: string) =>
  JSON.stringify({ name: 'S', kind: 'grid', base: JSON.parse(experiment), grid: { seeds: [1] } });
/** As far as sampling-parallelism itself asks for it. */
const configuration = ['global_sample_num: 16', 'global_batch_size: 128', 'gpus_per_node: 2'].join('\n');

describe('a file of the person’s stays where an output would take its place, and the command ends with 2', () => {
  test.each([
    ['run-1.csv', ['export', 'run-1', '--format', 'csv', '--out', 'FOLDER']],
    ['run-1.csv.run.json', ['export', 'run-1', '--format', 'csv', '--out', 'FOLDER']],
    ['run-1.parquet', ['export', 'run-1', '--format', 'parquet', '--out', 'FOLDER']],
    ['run-1.safetensors', ['export', 'run-1', '--out', 'FOLDER']],
    ['run-1-pytorch/notes.txt', ['export', 'run-1', '--format', 'pytorch', '--out', 'FOLDER']],
    ['README.md', ['cluster', 'EXPERIMENT', '--out', 'FOLDER']],
    ['study.json', ['study', 'STUDY', '--out', 'FOLDER']],
    ['runs.csv', ['study', 'STUDY', '--out', 'FOLDER']],
    ['vit.experiment.json', ['import', 'CONFIGURATION', '--out', 'FOLDER']],
    ['a.csv', ['predict', 'run-1', '--input', 'FOLDER', '--out', 'FOLDER/a.csv']],
  ])('%s', async (name, argv) => {
    const { folder, call, mine, experiment } = newDesk();
    const others = temporaryFolder();
    const beside = (file: string, text: string) => {
      writeFileSync(join(others, file), text);
      return join(others, file);
    };
    const filled = argv.map((word) =>
      word
        .replace('FOLDER', folder)
        .replace('EXPERIMENT', beside('experiment.json', experiment))
        .replace('STUDY', beside('some-study.json', study(experiment)))
        .replace('CONFIGURATION', beside('vit.yaml', configuration)),
    );
    const file = mine(name);
    const { code, err, out } = await call(...filled);
    expect(err.trim().split('\n').at(-1)).toMatch(
      `${file} is there already, and Parasample did not write it`,
    );
    expect([code, out]).toEqual([2, '']);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(readdirSync(folder)).toEqual([name.split('/')[0]]);
    // Of a study, no run was started.
    expect(JSON.parse((await call('runs', '--json')).out)).toHaveLength(1);
  });
});

test('an export is replaced by the next one, and a file of the person’s with --force', async () => {
  const { folder, call, mine } = newDesk();
  const argv = ['export', 'run-1', '--format', 'pytorch', '--out', folder];
  expect([(await call(...argv)).code, (await call(...argv)).code]).toEqual([0, 0]);
  const notes = mine('run-1-pytorch/notes.txt');
  expect((await call(...argv)).code).toBe(2);
  expect(readFileSync(notes, 'utf8')).toBe('mine');
  expect((await call(...argv, '--force')).code).toBe(0);
  expect(readdirSync(join(folder, 'run-1-pytorch'))).not.toContain('notes.txt');
});

describe('no output takes the place of what it is made from, with --force neither', () => {
  test.each(['mine.csv', 'symbolic.csv', 'hard.csv'])(
    'a table of predictions over its input, by the name %s',
    async (name) => {
      const { folder, call, mine } = newDesk();
      const input = mine('mine.csv', 'a,b\n1,2\n');
      symlinkSync(input, join(folder, 'symbolic.csv'));
      linkSync(input, join(folder, 'hard.csv'));
      const argv = ['predict', 'run-1', '--input', input, '--out', join(folder, name), '--force'];
      const { code, err } = await call(...argv);
      expect([code, err]).toEqual([2, expect.stringContaining('what is read here, and would be lost')]);
      expect(readFileSync(input, 'utf8')).toBe('a,b\n1,2\n');
      expect(readdirSync(folder).sort()).toEqual(['hard.csv', 'mine.csv', 'symbolic.csv']);
    },
  );

  test.each([
    [
      'a table of predictions',
      ['predict', 'run-1', '--input', 'FOLDER/rows.csv', '--out', 'FOLDER/runs.csv'],
    ],
    ['an export of a run', ['export', 'run-2', '--format', 'csv', '--out', 'FOLDER']],
    ['a study’s tables, before any run', ['study', 'STUDY', '--out', 'FOLDER']],
  ])('%s over what another run learns from', async (_, argv) => {
    const { folder, home, call, mine, experiment } = newDesk();
    const [data] = ['runs.csv', 'run-2.csv', 'rows.csv'].map((name) => mine(name, 'a,y\n1,2\n'));
    storeRun(home, 'run-2', join(folder, 'other.csv'));
    for (const name of ['runs.csv', 'run-2.csv'])
      storeRun(home, name.replace('.csv', '-learns'), join(folder, name));
    const file = join(temporaryFolder(), 'some-study.json');
    writeFileSync(file, study(experiment));
    const filled = argv.map((word) => word.replace('FOLDER', folder).replace('STUDY', file));
    const { code, err } = await call(...filled, '--force');
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(
        /is what run runs?(-2)?-learns learns from, and would be lost; name another file/,
      ),
    ]);
    expect(readFileSync(data, 'utf8')).toBe('a,y\n1,2\n');
    expect((await call('runs', '--json')).out).not.toContain('"Demo"');
  });

  test('a study’s report over the study, before any run', async () => {
    const { folder, call, mine, experiment } = newDesk();
    const file = mine('study.json', study(experiment));
    const { code, err } = await call('study', file, '--out', folder, '--force');
    expect([code, err]).toEqual([2, expect.stringContaining(`${file} is what is read here`)]);
    expect((await call('runs', '--json')).out).not.toContain('"Demo"');
  });

  test('a cluster’s project over its experiment', async () => {
    const { folder, call, mine, experiment } = newDesk();
    const file = mine('experiment.json', experiment);
    const { code, err } = await call('cluster', file, '--out', folder, '--force');
    expect([code, err]).toEqual([2, expect.stringContaining(`${file} is what is read here`)]);
    expect(readdirSync(folder)).toEqual(['experiment.json']);
  });
});
