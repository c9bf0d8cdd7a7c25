import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../../src-main/cli/command-line';
import { Terminal } from '../../src-main/cli/terminal';
import { openStore } from '../../src-main/store/store';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { randomFrom, seed } from '../faults/random';
import { storeRandomRun } from '../src-main/run-export/random-run';
import { temporaryFolder } from '../temporary-folder';
import { experiment } from './command-shell';

/**
 * A home with one run, and the command line on it.
 * @param isInterrupted whether Ctrl-C comes as soon as a command listens for it
 */
function newHome(isInterrupted = () => false) {
  const home = temporaryFolder();
  const store = openStore(home);
  storeRandomRun(store, 'run-1', randomFrom(seed));
  const plain = experimentSchema.parse(experiment);
  store.writer.create({
    id: 'plain',
    experiment: plain,
    engine: '',
    owner: '1@x',
    created: 1,
    codeVersion: undefined,
  });
  store.writer.change('plain', { status: 'finished', reason: '' });
  store.close();
  const call = async (...argv: string[]) => {
    const out: string[] = [];
    const err: string[] = [];
    const code = await runCommandLine(argv, {
      folders: { home, cache: join(home, 'cache') },
      terminal: new Terminal({ write: (text) => out.push(text) }, { write: (text) => err.push(text) }),
      workerScript: '',
      pageFolder: home,
      onInterrupt: (listener) => {
        if (isInterrupted()) listener();
        return () => undefined;
      },
    });
    return { code, out: out.join(''), err: err.join('') };
  };
  return { home, call };
}

test.each([
  ['json', 'run-1.run.json'],
  ['csv', 'run-1.csv'],
  ['parquet', 'run-1.parquet'],
])('a run exported as %s is imported by naming its file', async (format, name) => {
  const { home, call } = newHome();
  const out = join(home, 'out');
  const exported = await call('export', 'run-1', '--format', format, '--out', out);
  expect(exported).toMatchObject({ code: 0, err: '' });
  expect(exported.out.split('\n')[0]).toBe(join(out, name));
  const imported = await call('import', join(out, name), '--json');
  expect(imported).toMatchObject({ code: 0, err: '' });
  const { runId } = JSON.parse(imported.out);
  expect(runId).not.toBe('run-1');
  const shown = JSON.parse((await call('show', runId, '--json')).out);
  const original = JSON.parse((await call('show', 'run-1', '--json')).out);
  expect({ ...shown, id: 'run-1' }).toEqual(original);
});

const toFolder = (format: string) => (run: string, folder: string) => [
  ...['export', run, '--format', format],
  ...['--out', folder],
];
test.each([
  ...['json', 'csv', 'tensorboard', 'notebook', 'report', 'cluster'].map(
    (format) => [`export --format ${format}`, toFolder(format)] as const,
  ),
  ['cluster', (run: string, folder: string) => ['cluster', run, '--out', folder]] as const,
])('%s ends at Ctrl-C, has failed, and leaves nothing behind', async (_name, argv) => {
  let isInterrupted = false;
  const { home, call } = newHome(() => isInterrupted);
  isInterrupted = true;
  const folder = join(home, 'out');
  const { code, out, err } = await call(...argv('plain', folder));
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/^Writing .* was cancelled\.\n$/);
  expect(existsSync(folder)).toBe(false);
});

test('without a folder the files go into the exports folder of the app', async () => {
  const { home, call } = newHome();
  const { out } = await call('export', 'run-1', '--format', 'json');
  expect(out).toBe(`${join(home, 'exports', 'run-1', 'run-1.run.json')}\n`);
});

test('what is wrong with a file is one sentence and exit code 2', async () => {
  const { home, call } = newHome();
  const file = join(home, 'bad.json');
  writeFileSync(file, '[\n{"type":"run"}\n]\n');
  const { code, err } = await call('import', file);
  expect(code).toBe(2);
  expect(err).toMatch(/line 2 is no record of a run that this version can read: format: .*\n$/);
  expect(err.trim().split('\n')).toHaveLength(1);
});

test('an unknown format names those there are', async () => {
  const { code, err } = await newHome().call('export', 'run-1', '--format', 'xlsx');
  expect(code).toBe(2);
  expect(err).toContain('runs as json, csv, tensorboard, mlflow, wandb, parquet, sampling-parallelism');
});

describe('a configuration of sampling-parallelism', () => {
  test('becomes an experiment file, and what has no counterpart is told', async () => {
    const { home, call } = newHome();
    const file = join(home, 'paper.yaml');
    writeFileSync(file, 'global_sample_num: 16\nglobal_batch_size: 128\nparallelization: local\nrun_nr: 6\n');
    const { code, out, err } = await call('import', file, '--out', home);
    expect(code).toBe(0);
    expect(err).toContain('Left out, since nothing here corresponds to it: run_nr.');
    expect(out).toBe(`${join(home, 'paper.experiment.json')}\n`);
    const experiment = JSON.parse(readFileSync(join(home, 'paper.experiment.json'), 'utf8'));
    expect(experiment).toMatchObject({ model: { kind: 'vit' }, training: { samples: 16, batchSize: 128 } });
  });

  test('cannot be had of a network that it does not know', async () => {
    const { code, err } = await newHome().call('export', 'run-1', '--format', 'sampling-parallelism');
    expect(code).toBe(2);
    expect(err).toMatch(/^model\.kind: sampling-parallelism has vision transformers/);
  });
});
