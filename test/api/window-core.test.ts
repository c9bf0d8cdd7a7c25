import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ChosenFolders, usualFolders } from '../../src-main/api/chosen-folders';
import { type AskForFolder, windowCore } from '../../src-main/api/window-core';
import { pathsIn } from '../../src-main/api/window-paths';
import { asTold } from '../../src-shared/experiment/data/dialect';
import type { Outcome } from '../../src-shared/protocol/api';
import { junk, randomFrom } from '../faults/random';
import { temporaryFolder } from '../temporary-folder';

/** A chosen folder beside another, and a core that says which calls came through. */
function newWindow(ask?: AskForFolder) {
  const top = temporaryFolder();
  const [chosen, other] = [join(top, 'chosen'), join(top, 'other')];
  for (const folder of [chosen, other, join(chosen, 'in'), join(chosen, '.ssh')]) mkdirSync(folder);
  symlinkSync(other, join(chosen, 'link'));
  symlinkSync(join(other, 'not-yet.csv'), join(chosen, 'to-nothing'));
  symlinkSync('round', join(chosen, 'round'));
  writeFileSync(join(other, 'a.csv'), '');
  const calls: string[] = [];
  const core = {
    call: async (name: string): Promise<Outcome<unknown>> => {
      if (name === 'run') return { ok: true, value: { experiment: experiment(join(other, 'a.csv')) } };
      calls.push(name);
      return { ok: true, value: null };
    },
    subscribe: () => () => {},
  };
  const folders = new ChosenFolders([chosen]);
  return { chosen, other, calls, window: windowCore(core, folders, ask) };
}

const table = (path: string) => ({ dataset: 'table', path, target: 'y' });
const experiment = (path: string) => ({ data: table(path) });
const study = (path: string) => ({
  data: table(path),
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});

describe('a path from the window', () => {
  test.each(['', 'in', 'in/new/file.csv', 'in/../a.csv', 'a..b'])(
    'may be %j in the chosen folder',
    async (path) => {
      const { chosen, calls, window } = newWindow();
      await window.call('exportPosterior', ['demo-0000', `${chosen}/${path}`]);
      expect(calls).toEqual(['exportPosterior']);
    },
  );

  test.each([
    '..',
    '../other',
    'link',
    'link/new',
    'to-nothing',
    'to-nothing/new',
    'round',
    'round/\0',
    'in/../../other/a.csv',
    '.ssh',
    '.ssh/authorized_keys',
    '.bashrc',
  ])('may not be %j there', async (path) => {
    const { chosen, calls, window } = newWindow();
    const outcome = await window.call('exportPosterior', ['demo-0000', `${chosen}/${path}`]);
    expect(outcome).toMatchObject({
      ok: false,
      kind: 'bad-input',
      message: expect.stringMatching(/is not in the folders that the window may use .*PARASAMPLE_FOLDERS/),
    });
    expect(calls).toEqual([]);
  });

  test.each([
    ['start', (path: string) => [experiment(path)]],
    ['estimate', (path: string) => [experiment(path), 'form']],
    ['startMany', (path: string) => [[{}, experiment(path)]]],
    ['startStudy', (path: string) => [{ base: experiment(path) }]],
    ['writeStudy', (path: string) => ['study', path]],
    ['predict', (path: string) => ['demo-0000', { input: path, out: 'a.csv' }]],
    ['predict', (path: string) => ['demo-0000', { input: 'a.csv', out: path }]],
    ['exportRun', (path: string) => ['demo-0000', 'json', path]],
    ['importRun', (path: string) => [path]],
    ['inspectImport', (path: string) => [path]],
    ['lookAtData', (path: string) => [path, asTold]],
    ['networkLayers', (path: string) => [path]],
    ['importPosterior', (path: string) => [path, {}]],
    ['importPosterior', (path: string) => ['net.safetensors', experiment(path)]],
    ['exportCluster', (path: string) => [experiment(path)]],
    ['exportCluster', (path: string) => [{}, path]],
  ])('is looked for in the arguments of %s', async (name, args) => {
    const { other, calls, window } = newWindow();
    expect(await window.call(name, args(other))).toMatchObject({ ok: false });
    expect(calls).toEqual([]);
  });

  test.each<[string, (secret: string, ours: string) => object]>([
    ['its base', (secret) => ({ base: study(secret), grid: { seeds: [1] } })],
    ['its grid', (secret, ours) => ({ base: study(ours), grid: { 'data.path': [ours, secret] } })],
    [
      'a whole part that a variant sets',
      (secret, ours) => ({
        base: study(ours),
        grid: { variants: [{ name: 'theirs', settings: { data: table(secret) } }] },
      }),
    ],
    [
      'a part of its grid below a setting',
      (secret, ours) => ({
        base: study(ours),
        grid: { 'inference.prior': [{ kind: 'posterior', file: secret }] },
      }),
    ],
    [
      'its variants',
      (secret, ours) => ({
        base: study(ours),
        grid: { variants: [{ name: 'theirs', settings: { 'data.testPath': secret } }] },
      }),
    ],
  ])('of a study is looked for in %s', async (_, settings) => {
    const { chosen, other, calls, window } = newWindow();
    const ours = join(chosen, 'a.csv');
    const started = { name: 'all', kind: 'grid', ...settings(join(other, 'a.csv'), ours) };
    expect(await window.call('startStudy', [started])).toMatchObject({
      ok: false,
      message: expect.stringContaining('a.csv is not in the folders that the window may use'),
    });
    expect(calls).toEqual([]);
    const harmless = { name: 'all', kind: 'grid', ...settings(ours, ours) };
    await window.call('startStudy', [harmless]);
    expect(calls).toEqual(['startStudy']);
  });

  test.each([
    ['continueRun', ['demo-0000']],
    ['laplace', ['demo-0000']],
    ['calibrate', ['demo-0000']],
    ['assess', ['demo-0000']],
    ['comparePosteriors', ['demo-0000', 'demo-0001']],
    ['environments', ['demo-0000', { readData: true }]],
    ['exportRun', ['demo-0000', 'cluster']],
  ])('is also that of the data which %s reads again, whoever wrote the run', async (name, args) => {
    const { calls, window } = newWindow();
    expect(await window.call(name, args)).toMatchObject({
      ok: false,
      message: expect.stringContaining('a.csv is not in the folders that the window may use'),
    });
    await window.call('exportRun', ['demo-0000', 'json']);
    expect(calls).toEqual(['exportRun']);
  });

  test('of an experiment that is only checked is a problem of its setting, and nobody is asked', async () => {
    const { other, window } = newWindow(async () => {
      throw new Error('Nobody is to be asked.');
    });
    expect(await window.call('check', [experiment(other)])).toMatchObject({
      ok: true,
      value: { ok: false, problems: [{ path: 'data.path' }] },
    });
  });

  test('elsewhere is a question to the person, whose answer holds for the folder', async () => {
    const asked: string[] = [];
    const { other, calls, window } = newWindow(async (folder) => {
      asked.push(folder);
      return asked.length > 1;
    });
    const file = join(other, 'a.csv');
    expect(await window.call('importRun', [file])).toMatchObject({ ok: false });
    await window.call('importRun', [file]);
    await window.call('exportRun', ['demo-0000', 'csv', other]);
    expect(asked).toEqual([other, other]);
    expect(calls).toEqual(['importRun', 'exportRun']);
  });

  test('is not there in nonsense', () => {
    const random = randomFrom(1);
    for (const name of ['start', 'startMany', 'predict', 'importRun', '__proto__', 'toString'])
      for (let call = 0; call < 500; call += 1)
        expect(pathsIn(name, [junk(random), junk(random)]).every((path) => typeof path === 'string')).toBe(
          true,
        );
  });
});

test('without a choice they are the exports and what is the person’s own', () => {
  expect(usualFolders({}, homedir(), '/exports')).toEqual(['/exports', homedir()]);
  const chosen = { PARASAMPLE_FOLDERS: ['/data', '/scratch'].join(delimiter) };
  expect(usualFolders(chosen, homedir(), '/exports')).toEqual(['/exports', '/data', '/scratch']);
});
