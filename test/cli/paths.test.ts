import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../temporary-folder';
import { newCommandShell } from './command-shell';

const experiment = {
  data: { dataset: 'table', path: 'tables/rows.csv', target: 'y' },
  model: { kind: 'mlp', hidden: [4] },
  parallel: { mode: 'local', devices: ['cpu:0'] },
};

/** A project with its data in a folder of its own, and an experiment beside that folder. */
function newProject(settings: object = experiment) {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'tables'), { recursive: true });
  const rows = join(folder, 'tables', 'rows.csv');
  writeFileSync(rows, ['x,y', '1,2', '2,3', '3,5', '4,4', '5,6', '6,7'].join('\n'));
  const file = join(folder, 'experiment.json');
  writeFileSync(file, JSON.stringify(settings));
  return { folder, file, rows };
}

describe('data.path', () => {
  test('in an experiment file starts at the file’s folder, and its run keeps the whole path', async () => {
    const { file, rows } = newProject();
    const { call } = newCommandShell();
    const { code, err } = await call('run', file);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse((await call('runs', '--json')).out)).toMatchObject([
      { experiment: { data: { path: rows } } },
    ]);
  });

  test('in an option starts where the person is', async () => {
    const { file, rows } = newProject({ ...experiment, data: { ...experiment.data, path: 'none.csv' } });
    const { call } = newCommandShell();
    const typed = relative(process.cwd(), rows);
    expect(await call('run', file, '--set', `data.path=${typed}`)).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse((await call('runs', '--json')).out)).toMatchObject([
      { experiment: { data: { path: rows } } },
    ]);
  });

  test('of a study’s experiment starts at the study’s file', async () => {
    const { folder } = newProject();
    const study = join(folder, 'study.json');
    const base = { ...experiment, data: { ...experiment.data, path: 'tables/none.csv' } };
    writeFileSync(study, JSON.stringify({ name: 'S', kind: 'grid', base, grid: { seeds: [1] } }));
    const { code, err } = await newCommandShell().call('study', study);
    expect(code).toBe(2);
    expect(err).toContain(join(folder, 'tables', 'none.csv'));
  });

  test.each<[string, object]>([
    ['grid', { 'data.path': ['tables/rows.csv', 'tables/other.csv'] }],
    [
      'variants',
      {
        variants: [
          { name: 'path', settings: { 'data.path': 'tables/rows.csv' } },
          { name: 'all data', settings: { data: { ...experiment.data, path: 'tables/other.csv' } } },
        ],
      },
    ],
  ])('of a study’s %s, too', async (_, grid) => {
    const { folder, rows } = newProject();
    const other = join(folder, 'tables', 'other.csv');
    writeFileSync(other, readFileSync(rows));
    const study = join(folder, 'study.json');
    writeFileSync(study, JSON.stringify({ name: 'S', kind: 'grid', base: experiment, grid }));
    const { call } = newCommandShell();
    const { code, err } = await call('study', study);
    expect([code, err]).toEqual([0, '']);
    const runs: { experiment: { data: { path: string } } }[] = JSON.parse((await call('runs', '--json')).out);
    expect(runs.map((run) => run.experiment.data.path).sort()).toEqual([other, rows].sort());
  });
});

describe('hints name the command as it works where it is called', () => {
  const called = 'npm run -s parasample --';

  test('in a sentence about bad input', async () => {
    const { call } = newCommandShell('finish', {}, called);
    expect((await call('show', 'none-1')).err).toContain(`\`${called} runs\``);
    expect((await call('run')).err).toContain(`Use it as: \`${called} run FILE`);
  });

  test('after a run', async () => {
    const { call, file } = newCommandShell('finish', {}, called);
    expect((await call('run', file)).out).toMatch(/`npm run -s parasample -- show demo-[0-9a-f]{4}` shows/);
  });

  test('in the help, whose examples can be typed as they are', async () => {
    const { call } = newCommandShell('finish', {}, called);
    expect((await call('--help')).out).toMatch(/^Usage: npm run -s parasample -- COMMAND\n/);
    expect((await call('devices', '--help')).out).toContain(`Examples:\n  ${called} devices\n`);
  });

  test('in what the window is answered', async () => {
    vi.stubEnv('PARASAMPLE_COMMAND', called);
    const { answer } = await import('../../src-main/api/answer');
    const refuse = () => Promise.reject(new Error('`parasample runtime` installs it'));
    const outcome = await answer({ about: refuse } as never, 'about', []);
    expect(outcome).toMatchObject({ ok: false, message: expect.stringContaining(`\`${called} runtime\``) });
  });

  test('but not in JSON, which says the same wherever it is written', async () => {
    const { call, file } = newCommandShell('crash', {}, called);
    expect((await call('run', file, '--json', '--set', 'parallel.elastic=false')).out).not.toContain(called);
  });
});
