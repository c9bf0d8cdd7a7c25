import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { jsonLines, newCommandShell } from '../command-shell';

/** A home with three finished runs of other sizes, by the order in which they ran. */
async function threeRuns() {
  const shell = newCommandShell();
  const ids: string[] = [];
  for (const [name, samples] of [
    ['Small', 2],
    ['Large', 16],
    ['Large', 8],
  ]) {
    const settings = ['--set', `name=${name}`, '--set', `training.samples=${samples}`];
    const { out } = await shell.call('run', shell.file, ...settings, '--json');
    ids.push(String(jsonLines(out).at(-1)?.runId));
  }
  const [small = '', large = '', newest = ''] = ids;
  return { ...shell, small, large, newest };
}

const idsIn = (out: string) => out.split('\n').flatMap((line) => line.match(/^\S+/)?.[0] ?? []);

describe('runs', () => {
  test('lists all, newest first, each with when it was made', async () => {
    const { call, small, large, newest } = await threeRuns();
    const { out } = await call('runs');
    expect(idsIn(out)).toEqual([newest, large, small]);
    expect(out).toMatch(/finished {5}\d{4}-\d\d-\d\d \d\d:\d\d {2}test\.accuracy 1/);
  });

  test('lists those that a query finds, in an order and of a number asked for', async () => {
    const { call, small, large, newest } = await threeRuns();
    expect(idsIn((await call('runs', 'samples > 2', '--sort', 'samples', '--reverse')).out)).toEqual([
      large,
      newest,
    ]);
    expect(idsIn((await call('runs', '--sort', 'training.samples', '--count', '1')).out)).toEqual([small]);
    const found = JSON.parse((await call('runs', 'name = small', '--json')).out);
    expect(found).toMatchObject([{ id: small }]);
    expect(await call('runs', 'samples > 99')).toEqual({ code: 0, out: '', err: 'No run is found.\n' });
  });

  test.each([
    [['samples >'], /after|value/],
    [['sampels > 2'], /No run has a column named sampels\. Did you mean samples\?/],
    [
      ['--sort', 'test.acuracy'],
      /No run has a column test\.acuracy to sort by\. Did you mean test\.accuracy\?/,
    ],
    [['--count', '0'], /--count: 0 is no whole number of at least 1/],
  ])('refuses %j as bad input, and says what would be right', async (argv, told) => {
    const { call, file } = newCommandShell();
    await call('run', file);
    const { code, out, err } = await call('runs', ...argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(told);
  });
});

describe('a run is named', () => {
  test('by its id, what its id ends with, its name, or as the last', async () => {
    const { call, small, newest } = await threeRuns();
    const shown = async (text: string) => JSON.parse((await call('show', text, '--json')).out).id;
    expect(await shown(small)).toBe(small);
    expect(await shown(small.split('-').at(-1) ?? '')).toBe(small);
    expect(await shown('Small')).toBe(small);
    expect(await shown('last')).toBe(newest);
  });

  test('by a name that several have: they are named, and none is taken', async () => {
    const { call, large, newest } = await threeRuns();
    const { code, err } = await call('show', 'Large');
    expect([code, err]).toEqual([2, `“Large” fits 2 runs: ${newest}, ${large}. Name one by its id.\n`]);
  });
});

describe('delete', () => {
  test('takes runs out of the list, and brings them back', async () => {
    const { call, small, large, newest } = await threeRuns();
    const { code, err } = await call('delete', 'Small', newest);
    expect([code, err]).toEqual([0, expect.stringContaining(`parasample delete ${small} ${newest} --undo`)]);
    expect(idsIn((await call('runs')).out)).toEqual([large]);
    await call('delete', small, newest, '--undo');
    expect(idsIn((await call('runs')).out)).toEqual([newest, large, small]);
  });

  test('brings back what is named as any run is', async () => {
    const { call, small, large, newest } = await threeRuns();
    await call('delete', small, large, newest);
    await call('delete', small.split('-').at(-1) ?? '', '--undo');
    expect(idsIn((await call('runs')).out)).toEqual([small]);
    const several = await call('delete', 'Large', '--undo');
    expect([several.code, several.err]).toEqual([2, expect.stringContaining('“Large” fits 2 runs')]);
    await call('delete', 'Small');
    await call('delete', 'last', newest, '--undo');
    expect(idsIn((await call('runs')).out)).toEqual([newest, small]);
  });

  test('says so where there is nothing to bring back', async () => {
    const { call } = newCommandShell();
    const { code, err } = await call('delete', 'nowhere-1a2b', '--undo');
    expect([code, err]).toEqual([2, expect.stringContaining('There is no run named nowhere-1a2b')]);
  });

  test('keeps the files of a run for as long as it can come back', async () => {
    const { call, home, small } = await threeRuns();
    await call('delete', small);
    expect(existsSync(join(home, 'runs', small))).toBe(true);
  });
});
