import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { exportForCluster } from '../../../src-main/cluster/cluster-project';
import { WrittenFiles } from '../../../src-main/written-files';
import { type ExperimentInput, experimentSchema } from '../../../src-shared/experiment/experiment';
import { temporaryFolder } from '../../temporary-folder';

const digits: ExperimentInput = {
  name: 'Digits',
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
};

/** Modules of Python and of the packages in requirements.txt. */
const outside = [
  'argparse',
  'copy',
  'fnmatch',
  'json',
  'math',
  'numpy',
  'os',
  'pathlib',
  're',
  'secrets',
  'signal',
  'sys',
  'time',
  'torch',
];

function write(change: Partial<ExperimentInput>, outFolder = temporaryFolder()): Promise<string[]> {
  const experiment = experimentSchema.parse({ ...digits, ...change });
  return exportForCluster(
    { experiment, cacheFolder: outFolder, outFolder },
    new WrittenFiles(outFolder, 'anything'),
  );
}

test('a project that is cancelled while it is written leaves no part of itself', async () => {
  const outFolder = join(temporaryFolder(), 'project');
  const controller = new AbortController();
  // As one that comes after the first file.
  const { signal } = controller;
  vi.spyOn(signal, 'throwIfAborted').mockImplementation(() => {
    if (existsSync(outFolder)) throw new Error('cancelled');
  });
  const request = { experiment: experimentSchema.parse(digits), cacheFolder: outFolder, outFolder, signal };
  await expect(exportForCluster(request, new WrittenFiles(outFolder, 'anything'))).rejects.toThrow(
    'cancelled',
  );
  expect(existsSync(outFolder)).toBe(false);
});

describe('a project for a cluster', () => {
  test('holds scripts, data, the experiment and how to start it', async () => {
    const folder = temporaryFolder();
    const files = await write({}, folder);
    const names = files.map((file) => relative(folder, file));
    expect(names.filter((name) => !name.endsWith('.py')).sort()).toEqual([
      'README.md',
      'data/data.json',
      'data/test-images.npy',
      'data/test-labels.npy',
      'data/train-images.npy',
      'data/train-labels.npy',
      'experiment.json',
      'job.sh',
      'requirements.txt',
    ]);
    expect(files.every((file) => existsSync(file))).toBe(true);
    const experiment = JSON.parse(readFileSync(join(folder, 'experiment.json'), 'utf8'));
    expect(experiment).toEqual(experimentSchema.parse(digits));
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain('torchrun --standalone');
  });

  test('holds every module that another one imports', async () => {
    const folder = temporaryFolder();
    const files = await write({}, folder);
    const modules = files.filter((file) => file.endsWith('.py')).map((file) => basename(file, '.py'));
    const texts = files.filter((file) => file.endsWith('.py')).map((file) => readFileSync(file, 'utf8'));
    const imported = texts.flatMap((text) =>
      [...text.matchAll(/^(?:from|import) ([a-z_]+)(?= import|$)/gm)].map(([, name]) => name),
    );
    const own = imported.filter((name) => !outside.includes(name));
    expect([...new Set([...own, 'train'])].sort()).toEqual(modules.sort());
  });

  test('starts its processes by a shell script without mistakes', async () => {
    const folder = temporaryFolder();
    await write({}, folder);
    expect(spawnSync('bash', ['-n', join(folder, 'job.sh')], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  test.each<[string, Partial<ExperimentInput>, string]>([
    ['other methods', { inference: { method: 'deep-ensemble' } }, 'inference.method: torch_blue trains'],
    [
      'noise read off the samples',
      {
        data: { dataset: 'concrete' },
        inference: { noise: { kind: 'samples' }, objective: 'pooled' },
      },
      'inference.noise: a project for a cluster has no noise that is read off',
    ],
  ])('refuses %s by name, and writes nothing', async (_what, change, sentence) => {
    const folder = temporaryFolder();
    await expect(write(change, folder)).rejects.toThrow(sentence);
    expect(existsSync(join(folder, 'train.py'))).toBe(false);
  });

  test('says which data has to be fetched first', async () => {
    await expect(write({ data: { dataset: 'fashion-mnist' } })).rejects.toThrow('has not been fetched yet');
  });
});
